import { type Database, queryRows } from '../database.ts';

interface OwnRows {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
}

/** Those of these orders and tickets of the store that belong, or once belonged, to these events, by event. */
export async function ownOfEvents(
  db: Database,
  eventIds: readonly string[],
  { orderIds, ticketIds }: OwnRows,
): Promise<ReadonlyMap<string, OwnRows>> {
  if (orderIds.length + ticketIds.length === 0) return new Map();
  const rows = await queryRows<OwnRows & { readonly eventId: string }>(
    db,
    `select e.id as "eventId",
       to_jsonb(array(select o.woo_order_id from orders o
         where o.event_id = e.id and o.woo_order_id = any($2::bigint[]))) as "orderIds",
       to_jsonb(array(select t.woo_ticket_id from tickets t
         where t.event_id = e.id and t.woo_ticket_id = any($3::bigint[]))) as "ticketIds"
     from unnest($1::uuid[]) as e (id)`,
    [eventIds, orderIds, ticketIds],
  );
  return new Map(rows.map(({ eventId, ...own }) => [eventId, own]));
}
