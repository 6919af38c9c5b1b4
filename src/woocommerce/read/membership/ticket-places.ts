import { type EventScope, isOfEvent } from '../../../ticketing/membership.ts';
import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { idList, metaId, textList } from '../../values/cells.ts';
import { foldMetas } from '../../values/metas.ts';

const MOST_IDS = 1000;

/** Which of these posts are tickets of the event, and the order that each names; 0 if it names none. */
export async function readTicketPlaces(
  connection: StoreConnection,
  tables: StoreTables,
  scope: EventScope,
  ticketIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const names = tables.tickets.ticket;
  const places = new Map<number, number>();
  for (let at = 0; at < ticketIds.length; at += MOST_IDS) {
    const rows = await connection.query(
      `SELECT p.ID, m.meta_id, m.meta_key, m.meta_value FROM ${tables.posts} p
       JOIN ${tables.postmeta} m ON m.post_id = p.ID
       WHERE p.ID IN (${idList(ticketIds.slice(at, at + MOST_IDS))}) AND p.post_type = '${tables.tickets.postType}'
         AND m.meta_key IN (${textList([names.productId, names.variationId, names.orderId])})`,
      signal,
    );
    for (const [ticketId, metas] of foldMetas(rows)) {
      const idIn = (key: string): number => metaId(metas.get(key));
      const sold = { productId: idIn(names.productId), variationId: idIn(names.variationId) };
      if (isOfEvent(sold, scope)) places.set(ticketId, idIn(names.orderId));
    }
  }
  return places;
}
