import type { StoreConnection } from '../connect/store-connection.ts';
import type { OrderLayout, StoreTables } from '../schema/store-tables.ts';
import { cellId, cellText, metaId } from '../values/cells.ts';
import { DRAFTS } from '../values/drafts.ts';

/** How many orders and tickets name each product, for a list of events. */
export interface ProductCounts {
  /** Products that the ticket plugin's setting makes events. */
  readonly eventIds: ReadonlySet<number>;
  readonly ordersOf: ReadonlyMap<number, number>;
  readonly ticketsOf: ReadonlyMap<number, number>;
}

/**
 * Counts orders and tickets by product, for all products at once. The numbers are for a list and not for the
 * proof, because a duplicate meta counts twice.
 */
export async function countProducts(
  connection: StoreConnection,
  tables: StoreTables,
  orderLayout: OrderLayout,
  signal: AbortSignal,
): Promise<ProductCounts> {
  const isOrder =
    orderLayout === 'hpos'
      ? `JOIN ${tables.orders} o ON o.id = i.order_id AND o.type = 'shop_order'
           AND COALESCE(o.status, '') NOT IN (${DRAFTS})`
      : `JOIN ${tables.posts} o ON o.ID = i.order_id AND o.post_type = 'shop_order'
           AND o.post_status NOT IN (${DRAFTS})`;
  const [events, orders, tickets] = await Promise.all([
    connection.query(
      `SELECT p.ID FROM ${tables.posts} p
       JOIN ${tables.postmeta} m ON m.post_id = p.ID AND m.meta_key = '${tables.tickets.product.eventKey}'
       WHERE p.post_type = 'product' AND p.post_status <> 'auto-draft' AND m.meta_value = '${tables.tickets.product.eventValue}'`,
      signal,
    ),
    connection.query(
      `SELECT m.meta_value, COUNT(DISTINCT i.order_id)
       FROM ${tables.orderItemmeta} m
       JOIN ${tables.orderItems} i ON i.order_item_id = m.order_item_id AND i.order_item_type = 'line_item'
       ${isOrder}
       WHERE m.meta_key = '_product_id'
       GROUP BY m.meta_value`,
      signal,
    ),
    connection.query(
      `SELECT m.meta_value, COUNT(*)
       FROM ${tables.postmeta} m
       JOIN ${tables.posts} p ON p.ID = m.post_id AND p.post_type = '${tables.tickets.postType}'
       WHERE m.meta_key = '${tables.tickets.ticket.productId}'
       GROUP BY m.meta_value`,
      signal,
    ),
  ]);
  const byProduct = (rows: typeof orders): ReadonlyMap<number, number> =>
    new Map(rows.map(([id, count]) => [metaId(cellText(id)), cellId(count)]));
  return {
    eventIds: new Set(events.map(([id]) => cellId(id))),
    ordersOf: byProduct(orders),
    ticketsOf: byProduct(tickets),
  };
}
