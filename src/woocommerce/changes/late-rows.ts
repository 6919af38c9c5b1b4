import type { FoundRows } from '../../source/source.ts';
import { soldAs } from '../read/membership/members.ts';
import { cellId, isMetaIdIn } from '../values/cells.ts';
import { DRAFTS } from '../values/drafts.ts';
import type { FeedIds } from './change-cursor.ts';
import type { ChangeScope } from './changes.ts';

/** How far below the newest id a late commit may be: as many ids as other writes took in the meantime. */
export const LATE_IDS = 1000;

export const NO_LATE_ROWS: FoundRows = { orderIds: [], ticketIds: [] };

/**
 * The event's orders and tickets a little below the ids that were the newest at the marks. An id is given when a row is
 * written, and becomes visible to others when it is committed, which may be in another order.
 */
export async function findLateRows(
  { connection, layout, event }: ChangeScope,
  ids: FeedIds,
  signal: AbortSignal,
): Promise<FoundRows> {
  const { tables } = layout;
  const isLate = (column: string, newest: number): string =>
    `${column} BETWEEN ${Math.max(0, newest - LATE_IDS)} AND ${newest}`;
  const lateOrders =
    layout.orders === 'hpos'
      ? `SELECT o.id FROM ${tables.orders} o
         WHERE ${isLate('o.id', ids.order)} AND o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${DRAFTS})`
      : `SELECT o.ID AS id FROM ${tables.posts} o
         WHERE ${isLate('o.ID', ids.post)} AND o.post_type = 'shop_order' AND o.post_status NOT IN (${DRAFTS})`;
  const line = soldAs(event, { productId: '_product_id', variationId: '_variation_id' });
  const ticket = soldAs(event, tables.tickets.ticket);
  const [orders, tickets] = await Promise.all([
    connection.query(
      `SELECT DISTINCT l.id FROM (${lateOrders}) l
       JOIN ${tables.orderItems} i ON i.order_id = l.id AND i.order_item_type = 'line_item'
       JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
       WHERE m.meta_key = '${line.key}' AND ${isMetaIdIn('m.meta_value', line.ids)}`,
      signal,
    ),
    connection.query(
      `SELECT DISTINCT p.ID FROM ${tables.posts} p
       JOIN ${tables.postmeta} m ON m.post_id = p.ID
       WHERE ${isLate('p.ID', ids.post)} AND p.post_type = '${tables.tickets.postType}'
         AND m.meta_key = '${ticket.key}' AND ${isMetaIdIn('m.meta_value', ticket.ids)}`,
      signal,
    ),
  ]);
  return {
    orderIds: orders.map(([order]) => cellId(order)),
    ticketIds: tickets.map(([post]) => cellId(post)),
  };
}
