import { type Database, queryRows, type Transaction } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { ORDER_ITEMS } from '../tables/order-items.ts';
import { ORDERS } from '../tables/orders.ts';
import { REFUND_LINES } from '../tables/refund-lines.ts';
import { REFUNDS } from '../tables/refunds.ts';
import type { SyncedTable } from '../tables/synced-table.ts';
import { digestColumns } from '../tables/table-plan.ts';
import { TICKETS } from '../tables/tickets.ts';

/** The store's ids of orders and tickets whose rows differ from what was last loaded. */
export interface Drift {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  /** Rows whose content no longer matches its digest. */
  readonly rows: readonly { readonly table: string; readonly id: string }[];
}

interface Row {
  readonly id: string;
  readonly orderId: number | null;
  readonly ticketId: number | null;
}

/**
 * Finds rows that something other than the loader changed. It computes the digest of each row again in SQL, and
 * compares an order's rows with the sums in the order, which reveals deleted rows. Check-ins and columns that
 * people may edit are ignored.
 */
export async function findDrift(db: Database, eventId: string): Promise<Drift> {
  const found = await Promise.all([
    drifted(db, ORDERS, eventId, 't.woo_order_id', 'null', 't.event_id = $1'),
    drifted(db, ORDER_ITEMS, eventId, 'o.woo_order_id', 'null', OF_ORDER),
    drifted(db, REFUNDS, eventId, 'o.woo_order_id', 'null', OF_ORDER),
    drifted(db, REFUND_LINES, eventId, 'o.woo_order_id', 'null', OF_REFUND),
    drifted(db, TICKETS, eventId, 't.woo_order_id', 't.woo_ticket_id', 't.event_id = $1'),
  ]);
  const rows = found.flatMap(({ table, rows }) => rows.map(({ id }) => ({ table, id })));
  const all = found.flatMap((of) => of.rows);
  const incomplete = await queryRows<{ id: number }>(db, INCOMPLETE, [eventId]);
  return {
    orderIds: [...all.flatMap(({ orderId }) => orderId ?? []), ...incomplete.map(({ id }) => id)],
    ticketIds: all.flatMap(({ ticketId }) => ticketId ?? []),
    rows,
  };
}

/** Makes the loader write these rows again, whatever their digests are. */
export async function invalidateDigests(tx: Transaction, rows: Drift['rows']): Promise<void> {
  for (const table of new Set(rows.map((row) => row.table))) {
    const ids = rows.filter((row) => row.table === table).map(({ id }) => id);
    await tx.query(`update ${table} set content_digest = '\\x' where id = any($1::uuid[])`, [ids]);
  }
}

const OF_ORDER = 't.order_id = o.id and o.event_id = $1';
const OF_REFUND = 't.refund_id = r.id and r.order_id = o.id and o.event_id = $1';
const FROM: Readonly<Record<string, string>> = {
  order_items: ', orders o',
  refunds: ', orders o',
  refund_lines: ', refunds r, orders o',
};

async function drifted<Row_>(
  db: Database,
  table: SyncedTable<Row_>,
  eventId: string,
  orderId: string,
  ticketId: string,
  where: string,
): Promise<{ readonly table: string; readonly rows: readonly Row[] }> {
  const rows = await queryRows<Row>(
    db,
    `select t.id, ${orderId} as "orderId", ${ticketId}::bigint as "ticketId"
     from ${table.name} t${FROM[table.name] ?? ''}
     where ${where} and (t.removed_reason is null or t.removed_reason = 'trashed')
       and t.content_digest <> ${digestExpression(table)}`,
    [eventId],
  );
  return { table: table.name, rows };
}

/** SQL that computes the digest of a row's content like `digestOf`. */
function digestExpression<Row_>(table: SyncedTable<Row_>): string {
  const texts = digestColumns(table).map(
    (name) => `coalesce(chr(2) || ${readExpression(table.columns[name], `t.${name}`)}, chr(1))`,
  );
  const whenSet = table.digestedWhenSet.map(
    (name) =>
      `coalesce(chr(3) || '${name}' || chr(2) || ${readExpression(table.columns[name], `t.${name}`)}, '')`,
  );
  return `substr(sha256(convert_to(${[...texts, ...whenSet].join(' || ')}, 'UTF8')), 1, 16)`;
}

/** Orders whose items, refunds or tickets do not add up to the sums in the order or the item. */
const INCOMPLETE = `
  select o.woo_order_id as id from orders o
  left join (select i.order_id, sum(i.subtotal) as subtotal, sum(i.discount) as discount, sum(i.tax) as tax
             from order_items i where i.removed_at is null group by i.order_id) i on i.order_id = o.id
  left join (select r.order_id, sum(r.order_amount) as amount from refunds r
             where r.removed_at is null group by r.order_id) r on r.order_id = o.id
  left join (select r.order_id, sum(l.amount + l.tax) as amount from refund_lines l
             join refunds r on r.id = l.refund_id and r.removed_at is null
             where l.removed_at is null group by r.order_id) l on l.order_id = o.id
  where o.event_id = $1 and (o.removed_reason is null or o.removed_reason = 'trashed')
    and (coalesce(i.subtotal, 0) <> o.subtotal or coalesce(i.discount, 0) <> o.discount
      or coalesce(i.tax, 0) <> o.tax or coalesce(r.amount, 0) <> o.order_refunded
      or coalesce(l.amount, 0) <> o.refunded_by_lines)
  union
  select o.woo_order_id from order_items i
  join orders o on o.id = i.order_id and o.event_id = $1
    and (o.removed_reason is null or o.removed_reason = 'trashed')
  left join (select t.order_item_id, count(*) as tickets from tickets t
             where t.event_id = $1 and t.removed_reason is null and t.order_item_id is not null
             group by t.order_item_id) t on t.order_item_id = i.id
  where i.removed_at is null and greatest(i.quantity, 0) <> coalesce(t.tickets, 0) + i.unticketed_quantity`;
