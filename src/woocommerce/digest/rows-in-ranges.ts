import type { ChangedRanges, IdRange } from '../../source/digests.ts';
import type { FoundRows } from '../../source/source.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, cellText, idList } from '../values/cells.ts';

const MOST_IDS = 1000;

/** The store's orders and ticket posts in these ranges, or with lines in them. A refund counts as its order. */
export async function rowsInRanges(
  connection: StoreConnection,
  layout: StoreLayout,
  { orders, items, posts }: ChangedRanges,
  signal: AbortSignal,
): Promise<FoundRows> {
  const { tables } = layout;
  const orderIds = new Set<number>();
  const ticketIds = new Set<number>();
  const owners = new Set<number>();
  for (const range of orders) {
    for (const [id] of await connection.query(orderSql(layout, between('o.id', range)), signal)) {
      orderIds.add(cellId(id));
    }
  }
  for (const range of items) {
    const rows = await connection.query(
      `SELECT DISTINCT i.order_id FROM ${tables.orderItems} i WHERE ${between('i.order_item_id', range)}`,
      signal,
    );
    for (const [id] of rows) owners.add(cellId(id));
  }
  const ownerIds = [...owners];
  for (let at = 0; at < ownerIds.length; at += MOST_IDS) {
    const among = `IN (${idList(ownerIds.slice(at, at + MOST_IDS))})`;
    for (const [id] of await connection.query(orderSql(layout, `o.id ${among}`), signal)) {
      orderIds.add(cellId(id));
    }
  }
  // Each order in the order tables has a post with the same id, in which a migration may have left metas of the
  // order.
  const ticketType = tables.tickets.postType;
  const types =
    layout.orders === 'hpos'
      ? `IN ('${ticketType}', 'shop_order', 'shop_order_placehold')`
      : `IN ('${ticketType}', 'shop_order', 'shop_order_refund')`;
  for (const range of posts) {
    const rows = await connection.query(
      `SELECT p.ID, p.post_type, p.post_parent FROM ${tables.posts} p WHERE ${between('p.ID', range)}
         AND p.post_type ${types}`,
      signal,
    );
    for (const [id, type, parent] of rows) {
      if (cellText(type) === ticketType) ticketIds.add(cellId(id));
      else orderIds.add(cellId(cellText(type) === 'shop_order_refund' ? parent : id));
    }
  }
  return { orderIds: [...orderIds], ticketIds: [...ticketIds] };
}

function orderSql({ orders, tables }: StoreLayout, where: string): string {
  return orders === 'hpos'
    ? `SELECT IF(o.type = 'shop_order', o.id, COALESCE(o.parent_order_id, 0)) FROM ${tables.orders} o WHERE ${where}
         AND o.type IN ('shop_order', 'shop_order_refund')`
    : `SELECT IF(o.post_type = 'shop_order', o.ID, o.post_parent) FROM ${tables.posts} o WHERE ${where}
         AND o.post_type IN ('shop_order', 'shop_order_refund')`;
}

function between(column: string, { start, end }: IdRange): string {
  return `${column} BETWEEN ${start} AND ${end}`;
}
