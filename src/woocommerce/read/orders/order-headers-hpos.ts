import type { Row, StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, cellText, idList, textList } from '../../values/cells.ts';
import { DRAFTS } from '../../values/drafts.ts';
import { type Metas, NO_METAS, readMetas } from '../../values/metas.ts';
import type { RawTime } from '../../values/times/store-time.ts';
import type { RawHeader, RawRefundHeader } from '../raw-rows.ts';
import { firstRows, type OrderHeaderReader } from './order-headers.ts';
import { MOMENT_METAS, momentsOf, readPostMoments, withMoments } from './order-moments.ts';

const NAMES = { status: 'status', currency: 'currency', total: 'total_amount' };

/** Orders of a store with high-performance order storage: `wc_orders` and the tables that belong to it. */
export function hposOrderHeaders(
  connection: StoreConnection,
  tables: StoreTables,
  renewalsOweTickets: boolean,
): OrderHeaderReader {
  const idsOf = async (sql: string, signal: AbortSignal): Promise<ReadonlySet<number>> =>
    new Set((await connection.query(sql, signal)).map(([id]) => cellId(id)));
  return {
    table: 'orders',
    importable: (ids, signal) =>
      idsOf(
        `SELECT o.id FROM ${tables.orders} o
         WHERE o.id IN (${idList(ids)}) AND o.type = 'shop_order'
           AND COALESCE(o.status, '') NOT IN (${DRAFTS})`,
        signal,
      ),
    existing: (ids, signal) =>
      idsOf(
        `SELECT o.id FROM ${tables.orders} o WHERE o.id IN (${idList(ids)}) AND o.type = 'shop_order'`,
        signal,
      ),
    headers: async (ids, signal) => {
      const [rows, metas, postMetas] = await Promise.all([
        connection.query(
          `SELECT o.id, o.status, o.currency, o.total_amount, o.date_created_gmt, o.date_updated_gmt,
             d.date_paid_gmt, d.date_completed_gmt, o.payment_method, o.payment_method_title,
             o.transaction_id, o.customer_note, COALESCE(NULLIF(o.billing_email, ''), a.email), a.first_name,
             a.last_name, a.phone, a.company, a.address_1, a.address_2, a.city, a.state, a.postcode, a.country
           FROM ${tables.orders} o
           LEFT JOIN ${tables.orderOperationalData} d ON d.order_id = o.id
           LEFT JOIN ${tables.orderAddresses} a ON a.order_id = o.id AND a.address_type = 'billing'
           WHERE o.id IN (${idList(ids)})
           ORDER BY o.id`,
          signal,
        ),
        readMetas(
          connection,
          `SELECT m.order_id, m.id, m.meta_key, m.meta_value
           FROM ${tables.ordersMeta} m
           WHERE m.order_id IN (${idList(ids)})
             AND m.meta_key IN ('_anonymized', '${tables.tickets.order.generated}', ${MOMENT_METAS},
               ${textList(tables.orderNumberMetas)})`,
          signal,
        ),
        readPostMetas(
          connection,
          tables,
          tables.tickets.order.generated,
          ids,
          signal,
          tables.orderNumberMetas,
        ),
      ]);
      const ownOf = (id: number): Metas => metas.get(id) ?? NO_METAS;
      const headers = firstRows(rows)
        .map(header)
        .map((read) => withMoments(read, momentsOf(ownOf(read.id))));
      const inPosts = await readPostMoments(connection, tables, headers, signal);
      return headers.map((read) => ({
        header: withMoments(read, inPosts(read.id)),
        metas: new Map([...(postMetas.get(read.id) ?? NO_METAS), ...ownOf(read.id)]),
      }));
    },
    refundHeaders: async (orderIds, signal) => {
      const [rows, metas] = await Promise.all([
        connection.query(
          `SELECT r.id, r.parent_order_id, r.total_amount, r.date_created_gmt
           FROM ${tables.orders} r
           WHERE r.parent_order_id IN (${idList(orderIds)}) AND r.type = 'shop_order_refund'
           ORDER BY r.id`,
          signal,
        ),
        readMetas(
          connection,
          `SELECT m.order_id, m.id, m.meta_key, m.meta_value
           FROM ${tables.orders} r
           JOIN ${tables.ordersMeta} m ON m.order_id = r.id
           WHERE r.parent_order_id IN (${idList(orderIds)}) AND r.type = 'shop_order_refund'
             AND m.meta_key IN ('_refund_amount', '_refund_reason')`,
          signal,
        ),
      ]);
      return firstRows(rows).map((row) => ({
        header: refundHeader(row),
        metas: metas.get(cellId(row[0])) ?? NO_METAS,
      }));
    },
    records: async (ids, signal) => {
      const renewals = renewalsOweTickets ? new Set() : await idsOf(renewalsSql(tables, ids), signal);
      const owing = ids.filter((id) => !renewals.has(id));
      if (owing.length === 0) return new Map();
      const [own, post] = await Promise.all([
        readMetas(
          connection,
          `SELECT m.order_id, m.id, m.meta_key, m.meta_value
           FROM ${tables.ordersMeta} m
           WHERE m.order_id IN (${idList(owing)}) AND m.meta_key = '${tables.tickets.order.record}'`,
          signal,
        ),
        readPostMetas(connection, tables, tables.tickets.order.record, owing, signal),
      ]);
      return new Map(
        [...post, ...own].map(([id, meta]) => [id, meta.get(tables.tickets.order.record) ?? ''] as const),
      );
    },
  };
}

/** Renewal orders of subscriptions, found by the metas of the ticket plugin and of the subscription plugin. */
function renewalsSql(tables: StoreTables, orderIds: readonly number[]): string {
  return `SELECT d.order_id FROM ${tables.orderOperationalData} d
     WHERE d.order_id IN (${idList(orderIds)}) AND d.created_via = 'subscription'
     UNION
     SELECT m.order_id FROM ${tables.ordersMeta} m
     WHERE m.order_id IN (${idList(orderIds)}) AND m.meta_key = '_subscription_renewal' AND m.meta_value <> ''`;
}

/**
 * Old versions of the ticket plugin store an order's metas in `postmeta`, under the order's id. If both places
 * have a meta, that of `wc_orders_meta` counts: a plugin that writes there also reads there, and the one in
 * `postmeta` is a copy by WooCommerce or older than the plugin's update. A post of the type `shop_order` is
 * such a copy, and often outdated, so its metas count only if `wc_orders_meta` has none of the plugin's.
 *
 * @param notOfCopies metas that are never read from such a copy
 */
async function readPostMetas(
  connection: StoreConnection,
  tables: StoreTables,
  key: string,
  orderIds: readonly number[],
  signal: AbortSignal,
  notOfCopies: readonly string[] = [],
): Promise<ReadonlyMap<number, Metas>> {
  const others =
    notOfCopies.length === 0
      ? ''
      : ` OR m.meta_key IN (${textList(notOfCopies)}) AND COALESCE(p.post_type, '') <> 'shop_order'`;
  return await readMetas(
    connection,
    `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
     FROM ${tables.postmeta} m
     LEFT JOIN ${tables.posts} p ON p.ID = m.post_id
     WHERE m.post_id IN (${idList(orderIds)})
       AND (m.meta_key = '${key}' AND (COALESCE(p.post_type, '') <> 'shop_order' OR NOT EXISTS (
         SELECT 1 FROM ${tables.ordersMeta} x
         WHERE x.order_id = m.post_id AND x.meta_key IN ('${tables.tickets.order.record}', '${tables.tickets.order.generated}')))${others})`,
    signal,
  );
}

function header(row: Row): RawHeader {
  const text = (at: number): string | null => cellText(row[at]);
  return {
    id: cellId(row[0]),
    names: NAMES,
    status: text(1),
    currency: text(2),
    total: text(3),
    created: utc('date_created_gmt', text(4)),
    updated: utc('date_updated_gmt', text(5)),
    paid: utc('date_paid_gmt', text(6)),
    completed: utc('date_completed_gmt', text(7)),
    paymentMethod: text(8),
    paymentMethodTitle: text(9),
    transactionId: text(10),
    customerNote: text(11),
    billing: {
      email: text(12),
      firstName: text(13),
      lastName: text(14),
      phone: text(15),
      company: text(16),
      address1: text(17),
      address2: text(18),
      city: text(19),
      state: text(20),
      postcode: text(21),
      country: text(22),
    },
  };
}

function refundHeader(row: Row): RawRefundHeader {
  return {
    id: cellId(row[0]),
    orderId: cellId(row[1]),
    total: cellText(row[2]),
    created: utc('date_created_gmt', cellText(row[3])),
  };
}

/** These tables store times in UTC only. */
function utc(field: string, text: string | null): RawTime {
  return [{ field, text, clock: 'utc' }];
}
