import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, cellText, idList } from '../../values/cells.ts';
import { NO_METAS, readMetas } from '../../values/metas.ts';
import type { RawItem } from '../raw-rows.ts';

/**
 * The lines of orders and refunds, the oldest first. Only ask for orders that exist, because deleting a refund
 * leaves its items behind.
 */
export async function readItems(
  connection: StoreConnection,
  tables: StoreTables,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, readonly RawItem[]>> {
  // Both are sent together, so that the server runs the second one without waiting for us.
  const [itemRows, metas] = await Promise.all([
    connection.query(
      `SELECT i.order_id, i.order_item_id, i.order_item_type, i.order_item_name
       FROM ${tables.orderItems} i
       WHERE i.order_id IN (${idList(orderIds)}) AND i.order_item_type <> 'tax'
       ORDER BY i.order_item_id`,
      signal,
    ),
    readMetas(
      connection,
      `SELECT m.order_item_id, m.meta_id, m.meta_key, m.meta_value
       FROM ${tables.orderItems} i
       JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
       WHERE i.order_id IN (${idList(orderIds)}) AND i.order_item_type IN ('line_item', 'fee', 'shipping')
         AND m.meta_key NOT IN ('_line_tax_data', '_tax_class', '_reduced_stock', 'taxes', 'Items')`,
      signal,
    ),
  ]);
  const items = new Map<number, RawItem[]>();
  for (const [orderId, itemId, type, name] of itemRows) {
    const id = cellId(itemId);
    const item = {
      id,
      type: cellText(type) ?? '',
      name: cellText(name) ?? '',
      metas: metas.get(id) ?? NO_METAS,
    };
    const owner = cellId(orderId);
    const siblings = items.get(owner);
    if (siblings === undefined) items.set(owner, [item]);
    else siblings.push(item);
  }
  return items;
}
