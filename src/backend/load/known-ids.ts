import { type Database, queryRows } from '../database.ts';

/** An event's ticket by the store's ids. */
export interface KnownPlace {
  readonly wooTicketId: number;
  readonly wooOrderId: number | null;
}

/** Which of these orders were ever of the event. */
export async function ownOrders(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
): Promise<readonly number[]> {
  const rows = await queryRows<{ id: number }>(
    db,
    'select woo_order_id as id from orders where event_id = $1 and woo_order_id = any($2::bigint[])',
    [eventId, wooOrderIds],
  );
  return rows.map(({ id }) => id);
}

/** The event's ticket posts that stand under these orders here, and those of these ids. */
export async function knownPlaces(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
  wooTicketIds: readonly number[],
): Promise<readonly KnownPlace[]> {
  return await queryRows<KnownPlace>(
    db,
    `select woo_ticket_id as "wooTicketId", woo_order_id as "wooOrderId" from tickets
     where event_id = $1 and woo_order_id = any($2::bigint[]) and woo_ticket_id is not null
     union
     select woo_ticket_id, woo_order_id from tickets
     where event_id = $1 and woo_ticket_id = any($3::bigint[])`,
    [eventId, wooOrderIds, wooTicketIds],
  );
}
