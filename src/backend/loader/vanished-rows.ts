import type { Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';

/** The ids that a reading of the store found, including those of rejected rows. */
export interface Seen {
  readonly wooOrderIds: Iterable<number>;
  /** Tickets whose order does not exist. */
  readonly orphanWooTicketIds: Iterable<number>;
}

/** The ids that a reading covered. */
export interface Asked {
  readonly wooOrderIds: readonly number[];
  readonly wooTicketIds: readonly number[];
}

export interface Vanished {
  readonly orders: readonly { readonly id: string; readonly wooOrderId: number }[];
  readonly tickets: readonly string[];
}

/**
 * The event's rows that a reading covered but did not find. Rows in the store's trash are included. Tickets
 * whose order was found are not included, because the page that loaded the order compared them.
 *
 * @param asked null means that the reading covered everything
 */
export async function findVanished(
  tx: Transaction,
  eventId: string,
  seen: Seen,
  asked: Asked | null,
): Promise<Vanished> {
  await stageIds(tx, 'seen_orders', seen.wooOrderIds);
  await stageIds(tx, 'seen_orphans', seen.orphanWooTicketIds);
  const orders = await tx.query<{ id: string; wooOrderId: number }>(
    `select o.id, o.woo_order_id as "wooOrderId" from orders o
     where o.event_id = $1 and (o.removed_at is null or o.removed_reason = 'trashed')
       and ($2::bigint[] is null or o.woo_order_id = any($2))
       and not exists (select 1 from seen_orders s where s.id = o.woo_order_id)
     order by o.woo_order_id`,
    [eventId, asked?.wooOrderIds ?? null],
  );
  const tickets = await tx.query<{ id: string }>(
    `select t.id from tickets t
     where t.event_id = $1 and (t.removed_at is null or t.removed_reason = 'trashed')
       and ($2::bigint[] is null or t.woo_order_id = any($2) or t.woo_ticket_id = any($3))
       and not exists (select 1 from seen_orders s where s.id = t.woo_order_id)
       and not exists (select 1 from seen_orphans s where s.id = t.woo_ticket_id)
     order by t.id`,
    [eventId, asked?.wooOrderIds ?? null, asked?.wooTicketIds ?? null],
  );
  return { orders: orders.rows, tickets: tickets.rows.map((row) => row.id) };
}

async function stageIds(
  tx: Transaction,
  table: 'seen_orders' | 'seen_orphans',
  ids: Iterable<number>,
): Promise<void> {
  await tx.query(`create temporary table ${table} (id bigint primary key) on commit drop`);
  await copyRows(tx, table, ['id'], lines(ids));
  await tx.query(`analyze ${table}`);
}

function* lines(ids: Iterable<number>): Generator<string[]> {
  for (const id of ids) yield [String(id)];
}
