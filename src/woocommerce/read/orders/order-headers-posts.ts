import type { Row, StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, cellText, idList, textList } from '../../values/cells.ts';
import { DRAFTS } from '../../values/drafts.ts';
import { type Metas, NO_METAS, readMetas } from '../../values/metas.ts';
import type { RawTime } from '../../values/times/store-time.ts';
import type { RawHeader, RawRefundHeader } from '../raw-rows.ts';
import { firstRows, type OrderHeaderReader } from './order-headers.ts';
import { MOMENT_METAS, momentsOf } from './order-moments.ts';

const NAMES = { status: 'post_status', currency: '_order_currency', total: '_order_total' };

/**
 * Orders of a store that stores them as posts with metas, which is WooCommerce's old order storage. Metas are
 * read by post and grouped here, because joining them in SQL takes ten times as long.
 */
export function postsOrderHeaders(
  connection: StoreConnection,
  tables: StoreTables,
  renewalsOweTickets: boolean,
): OrderHeaderReader {
  const idsOf = async (sql: string, signal: AbortSignal): Promise<ReadonlySet<number>> =>
    new Set((await connection.query(sql, signal)).map(([id]) => cellId(id)));
  return {
    table: 'posts',
    importable: (ids, signal) =>
      idsOf(
        `SELECT p.ID FROM ${tables.posts} p
         WHERE p.ID IN (${idList(ids)}) AND p.post_type = 'shop_order' AND p.post_status NOT IN (${DRAFTS})`,
        signal,
      ),
    existing: (ids, signal) =>
      idsOf(
        `SELECT p.ID FROM ${tables.posts} p WHERE p.ID IN (${idList(ids)}) AND p.post_type = 'shop_order'`,
        signal,
      ),
    headers: async (ids, signal) => {
      const [rows, metas] = await Promise.all([
        connection.query(
          `SELECT p.ID, p.post_status, p.post_excerpt, p.post_date_gmt, p.post_date, p.post_modified_gmt,
             p.post_modified
           FROM ${tables.posts} p
           WHERE p.ID IN (${idList(ids)}) AND p.post_type = 'shop_order'
           ORDER BY p.ID`,
          signal,
        ),
        readMetas(
          connection,
          `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
           FROM ${tables.postmeta} m
           WHERE m.post_id IN (${idList(ids)})
             AND m.meta_key IN ('_order_total', '_order_currency', '_billing_email', '_billing_first_name',
               '_billing_last_name', '_billing_phone', '_billing_company', '_billing_address_1',
               '_billing_address_2', '_billing_city', '_billing_state', '_billing_postcode',
               '_billing_country', '_payment_method', '_payment_method_title', '_transaction_id',
               '_anonymized', '${tables.tickets.order.generated}', ${MOMENT_METAS},
               ${textList(tables.orderNumberMetas)})`,
          signal,
        ),
      ]);
      return firstRows(rows).map((row) => {
        const own = metas.get(cellId(row[0])) ?? NO_METAS;
        return { header: header(row, own), metas: own };
      });
    },
    refundHeaders: async (orderIds, signal) => {
      const [rows, metas] = await Promise.all([
        connection.query(
          `SELECT r.ID, r.post_parent, r.post_date_gmt, r.post_date
           FROM ${tables.posts} r
           WHERE ${isChildOf('r.post_parent', orderIds)} AND r.post_type = 'shop_order_refund'
           ORDER BY r.ID`,
          signal,
        ),
        readMetas(
          connection,
          `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
           FROM ${tables.posts} r
           JOIN ${tables.postmeta} m ON m.post_id = r.ID
           WHERE ${isChildOf('r.post_parent', orderIds)} AND r.post_type = 'shop_order_refund'
             AND m.meta_key IN ('_refund_amount', '_refund_reason', '_order_total')`,
          signal,
        ),
      ]);
      return firstRows(rows).map((row) => {
        const own = metas.get(cellId(row[0])) ?? NO_METAS;
        return { header: refundHeader(row, own), metas: own };
      });
    },
    records: async (ids, signal) => {
      const renewals = renewalsOweTickets ? new Set() : await idsOf(renewalsSql(tables, ids), signal);
      const owing = ids.filter((id) => !renewals.has(id));
      if (owing.length === 0) return new Map();
      const metas = await readMetas(
        connection,
        `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
           FROM ${tables.postmeta} m
           WHERE m.post_id IN (${idList(owing)}) AND m.meta_key = '${tables.tickets.order.record}'`,
        signal,
      );
      return new Map(
        [...metas].map(([id, meta]) => [id, meta.get(tables.tickets.order.record) ?? ''] as const),
      );
    },
  };
}

/** Renewal orders of subscriptions, found by the metas of the ticket plugin and of the subscription plugin. */
function renewalsSql(tables: StoreTables, orderIds: readonly number[]): string {
  return `SELECT m.post_id FROM ${tables.postmeta} m
     WHERE m.post_id IN (${idList(orderIds)})
       AND (m.meta_key = '_created_via' AND m.meta_value = 'subscription'
         OR m.meta_key = '_subscription_renewal' AND m.meta_value <> '')`;
}

/**
 * With only a list of parents, the server scans all refunds of the store, because most posts have no parent,
 * which misleads its estimate. With a range of parents it uses their index, and the list then filters few rows.
 */
function isChildOf(column: string, ids: readonly number[]): string {
  if (ids.length === 0) return '1 = 0';
  return `${column} BETWEEN ${Math.min(...ids)} AND ${Math.max(...ids)} AND ${column} + 0 IN (${idList(ids)})`;
}

function header(row: Row, metas: Metas): RawHeader {
  const text = (at: number): string | null => cellText(row[at]);
  const meta = (key: string): string | null => metas.get(key) ?? null;
  return {
    id: cellId(row[0]),
    names: NAMES,
    status: text(1),
    currency: meta('_order_currency'),
    total: meta('_order_total'),
    created: postTime('post_date', text(3), text(4)),
    updated: postTime('post_modified', text(5), text(6)),
    ...momentsOf(metas),
    paymentMethod: meta('_payment_method'),
    paymentMethodTitle: meta('_payment_method_title'),
    transactionId: meta('_transaction_id'),
    customerNote: text(2),
    billing: {
      email: meta('_billing_email'),
      firstName: meta('_billing_first_name'),
      lastName: meta('_billing_last_name'),
      phone: meta('_billing_phone'),
      company: meta('_billing_company'),
      address1: meta('_billing_address_1'),
      address2: meta('_billing_address_2'),
      city: meta('_billing_city'),
      state: meta('_billing_state'),
      postcode: meta('_billing_postcode'),
      country: meta('_billing_country'),
    },
  };
}

function refundHeader(row: Row, metas: Metas): RawRefundHeader {
  return {
    id: cellId(row[0]),
    orderId: cellId(row[1]),
    total: metas.get('_order_total') ?? null,
    created: postTime('post_date', cellText(row[2]), cellText(row[3])),
  };
}

/** WordPress leaves the UTC column of a post at zero until the post is published. */
function postTime(column: string, gmt: string | null, local: string | null): RawTime {
  return [
    { field: `${column}_gmt`, text: gmt, clock: 'utc' },
    { field: column, text: local, clock: 'site' },
  ];
}
