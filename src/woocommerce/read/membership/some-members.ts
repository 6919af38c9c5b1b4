import type { EventScope } from '../../../ticketing/membership.ts';
import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, idList, isMetaIdIn } from '../../values/cells.ts';
import type { OrderHeaderReader } from '../orders/order-headers.ts';
import { type Members, soldAs } from './members.ts';

const MOST_IDS = 1000;

/** The requested rows, by id. */
interface Asked {
  /** Orders that are read if they contain the product now. */
  readonly orderIds: readonly number[];
  /** Orders that are read in any case, because they belonged to the event. */
  readonly ownOrderIds: ReadonlySet<number>;
  /** The event's tickets and their orders, as `readTicketPlaces` returns them. */
  readonly places: ReadonlyMap<number, number>;
}

/**
 * Selects those of these orders and tickets that belong to the event. It looks them up by their ids, so the
 * cost is the same in any store.
 */
export async function findSomeMembers(
  connection: StoreConnection,
  tables: StoreTables,
  headers: OrderHeaderReader,
  scope: EventScope,
  { orderIds, ownOrderIds, places }: Asked,
  signal: AbortSignal,
): Promise<Members> {
  const wanted = new Set([...ownOrderIds, ...places.values()]);
  wanted.delete(0);
  const unknown = orderIds.filter((id) => !wanted.has(id));
  for (let at = 0; at < unknown.length; at += MOST_IDS) {
    for (const id of await withLine(connection, tables, scope, unknown.slice(at, at + MOST_IDS), signal)) {
      wanted.add(id);
    }
  }
  const orders: number[] = [];
  const sorted = [...wanted].sort((a, b) => a - b);
  for (let at = 0; at < sorted.length; at += MOST_IDS) {
    const some = sorted.slice(at, at + MOST_IDS);
    const importable = await headers.importable(some, signal);
    orders.push(...some.filter((id) => importable.has(id)));
  }
  const present = new Set(orders);
  const ofOrder = new Map<number, number[]>();
  const orphans: number[] = [];
  for (const [ticketId, orderId] of [...places].sort(([a], [b]) => a - b)) {
    if (!present.has(orderId)) orphans.push(ticketId);
    else ofOrder.set(orderId, [...(ofOrder.get(orderId) ?? []), ticketId]);
  }
  return {
    orderIds: Float64Array.from(orders),
    orphanIds: Float64Array.from(orphans),
    ticketCount: places.size,
    ticketsOf: (orderId) => ofOrder.get(orderId) ?? [],
  };
}

/** A variation belongs to one product only, so one of the two ids is enough to find the line. */
async function withLine(
  connection: StoreConnection,
  tables: StoreTables,
  scope: EventScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { key, ids } = soldAs(scope, { productId: '_product_id', variationId: '_variation_id' });
  const rows = await connection.query(
    `SELECT DISTINCT i.order_id FROM ${tables.orderItems} i
     JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
     WHERE i.order_id IN (${idList(orderIds)}) AND i.order_item_type = 'line_item'
       AND m.meta_key = '${key}' AND ${isMetaIdIn('m.meta_value', ids)}`,
    signal,
  );
  return rows.map(([orderId]) => cellId(orderId));
}
