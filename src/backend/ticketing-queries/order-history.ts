import { type Queryable, queryRows } from '../database.ts';
import { type ChangeRow, readChanges } from '../readings/change-list.ts';

/** A journal entry about an order or one of its parts, with the person who requested the execution. */
export interface ShownChange extends ChangeRow {
  readonly table: 'orders' | 'order_items' | 'refunds' | 'refund_lines' | 'tickets';
  readonly trigger: string;
}

/** All rows of an order, including removed ones, because the journal refers to them by id. */
const FAMILY = `select $1::uuid as id
  union all select i.id from order_items i where i.order_id = $1
  union all select t.id from tickets t where t.order_id = $1
  union all select r.id from refunds r where r.order_id = $1
  union all select l.id from refund_lines l join refunds r on r.id = l.refund_id where r.order_id = $1`;

export async function countOrderHistory(db: Queryable, orderId: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from (${FAMILY}) family join sync_changes c on c.row_id = family.id`,
    [orderId],
  );
  return row?.count ?? 0;
}

/** The changes that syncs made to an order, the newest first. */
export async function readOrderHistory(
  db: Queryable,
  orderId: string,
  limit: number,
  offset: number,
): Promise<readonly ShownChange[]> {
  const rows = await readChanges(
    db,
    `select c.* from (${FAMILY}) family join sync_changes c on c.row_id = family.id
     where exists (select from sync_executions x where x.id = c.execution_id)
     order by c.id desc limit $2 offset $3`,
    'desc',
    [orderId, limit, offset],
  );
  return rows as readonly ShownChange[];
}
