import { type Database, queryRows, type Transaction } from '../database.ts';

/** An order that changed a short time ago. */
export interface HotOrder {
  readonly wooOrderId: number;
  /** The digest of its rows in the store as they were last loaded; null: it was not taken since the order changed. */
  readonly digest: string | null;
  readonly wooTicketIds: readonly number[];
}

/** The orders of a configuration that changed last since this time, with their tickets. */
export async function listHotOrders(
  db: Database,
  configurationId: string,
  eventId: string,
  sinceUtc: Date,
  limit: number,
): Promise<readonly HotOrder[]> {
  return await queryRows<HotOrder>(
    db,
    `select h.woo_order_id as "wooOrderId", h.digest, array(
       select t.woo_ticket_id from tickets t
       where t.event_id = $2 and t.woo_order_id = h.woo_order_id and t.woo_ticket_id is not null
     )::float8[] as "wooTicketIds"
     from hot_orders h where h.configuration_id = $1 and h.changed_at > $3
     order by h.changed_at desc, h.woo_order_id desc limit $4`,
    [configurationId, eventId, sinceUtc, limit],
  );
}

/** Notes the orders in which an execution has changed something. */
export async function noteHotOrders(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  nowUtc: Date,
): Promise<void> {
  await tx.query(
    `insert into hot_orders (configuration_id, woo_order_id, changed_at)
     select $1::uuid, o.woo_order_id, $3::timestamptz from sync_changes c join orders o on o.id = c.row_id
     where c.execution_id = $2 and c.table_name = 'orders'
     union
     select $1::uuid, o.woo_order_id, $3::timestamptz from sync_changes c join order_items i on i.id = c.row_id
     join orders o on o.id = i.order_id
     where c.execution_id = $2 and c.table_name = 'order_items'
     union
     select $1::uuid, o.woo_order_id, $3::timestamptz from sync_changes c join refunds r on r.id = c.row_id
     join orders o on o.id = r.order_id
     where c.execution_id = $2 and c.table_name = 'refunds'
     union
     select $1::uuid, o.woo_order_id, $3::timestamptz from sync_changes c join refund_lines l on l.id = c.row_id
     join refunds r on r.id = l.refund_id join orders o on o.id = r.order_id
     where c.execution_id = $2 and c.table_name = 'refund_lines'
     union
     select $1::uuid, t.woo_order_id, $3::timestamptz from sync_changes c join tickets t on t.id = c.row_id
     where c.execution_id = $2 and c.table_name = 'tickets' and t.woo_order_id > 0
     on conflict (configuration_id, woo_order_id) do update set changed_at = excluded.changed_at, updated_at = now()`,
    [configurationId, executionId, nowUtc],
  );
}

/** Stores the digests of orders whose rows were just loaded or have not changed, and forgets orders that changed earlier. */
export async function saveHotOrders(
  tx: Transaction,
  configurationId: string,
  digests: ReadonlyMap<number, string>,
  forgetBeforeUtc: Date,
): Promise<void> {
  await tx.query(
    `update hot_orders h set digest = d.digest, updated_at = now()
     from unnest($2::bigint[], $3::text[]) as d (woo_order_id, digest)
     where h.configuration_id = $1 and h.woo_order_id = d.woo_order_id and h.digest is distinct from d.digest`,
    [configurationId, [...digests.keys()], [...digests.values()]],
  );
  await tx.query('delete from hot_orders where configuration_id = $1 and changed_at <= $2', [
    configurationId,
    forgetBeforeUtc,
  ]);
}
