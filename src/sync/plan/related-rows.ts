import type { Database } from '../../backend/database.ts';
import { listTicketPlaces, ownOrders } from '../../backend/loader/existing-ids.ts';
import type { AskedRows, StoreSnapshot } from '../../source/source.ts';

/** The rows to read, and the tickets that are expected. An expected ticket that is not found is gone. */
export interface RelatedRows extends AskedRows {
  readonly wooTicketIds: readonly number[];
}

/**
 * Finds all orders and tickets that are connected with the given ones, here and in the store. An order can only
 * be derived with all of its tickets, and a ticket only with its order. A ticket that moved connects both of
 * its orders.
 */
export async function relatedRows(
  db: Database,
  snapshot: Pick<StoreSnapshot, 'ticketPlaces'>,
  eventId: string,
  from: { readonly orderIds: readonly number[]; readonly ticketIds: readonly number[] },
  signal: AbortSignal,
): Promise<RelatedRows> {
  const orders = new Set<number>();
  const tickets = new Set<number>();
  const places = new Map<number, number>();
  let newOrders = [...new Set(from.orderIds)];
  let newTickets = [...new Set(from.ticketIds)];
  while (newOrders.length + newTickets.length > 0) {
    for (const id of newOrders) orders.add(id);
    const existing = await listTicketPlaces(db, eventId, newOrders, newTickets);
    const unseen = [...newTickets, ...existing.map((place) => place.wooTicketId)];
    const looked = [...new Set(unseen)].filter((id) => !tickets.has(id));
    for (const id of looked) tickets.add(id);
    const found = await snapshot.ticketPlaces(looked, signal);
    for (const [ticket, order] of found) places.set(ticket, order);
    const reached = [...found.values(), ...existing.map((place) => place.wooOrderId ?? 0)];
    newOrders = [...new Set(reached)].filter((id) => id > 0 && !orders.has(id));
    newTickets = [];
  }
  const wooOrderIds = [...orders];
  const own = await ownOrders(db, eventId, wooOrderIds);
  return { wooOrderIds, ownWooOrderIds: new Set(own), places, wooTicketIds: [...tickets] };
}
