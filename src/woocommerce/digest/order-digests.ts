import type { IdKind } from '../../source/digests.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, idList } from '../values/cells.ts';
import { digestTables } from './digest-tables.ts';
import { digestOwners } from './take-digests.ts';

/** The number of orders whose ids one statement lists. */
const ORDERS_AT_ONCE = 100;
const OWNERS_AT_ONCE = 1000;

/** For each kind of id, the order to which it belongs. */
type Owners = Readonly<Record<IdKind, Map<number, number>>>;

/**
 * Digests single orders: all rows of the order and its refunds, of their lines, and of these tickets. Lines and refunds
 * are looked up in the store, so that new ones change the digest.
 *
 * @param tickets the ids of the tickets of each order
 */
export async function digestOrders(
  connection: StoreConnection,
  layout: StoreLayout,
  tickets: ReadonlyMap<number, readonly number[]>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const owners: Owners = { orders: new Map(), items: new Map(), posts: new Map() };
  const orderIds = [...tickets.keys()].sort((a, b) => a - b);
  for (let at = 0; at < orderIds.length; at += ORDERS_AT_ONCE) {
    await findOwners(connection, layout, orderIds.slice(at, at + ORDERS_AT_ONCE), owners, signal);
  }
  for (const [orderId, ids] of tickets) for (const id of ids) owners.posts.set(id, orderId);
  const sums = new Map(orderIds.map((id) => [id, new Map<string, { rows: number; hash: bigint }>()]));
  for (const shape of digestTables(layout)) {
    const ofKind = owners[shape.kind];
    const ids = [...ofKind.keys()];
    for (let at = 0; at < ids.length; at += OWNERS_AT_ONCE) {
      const some = ids.slice(at, at + OWNERS_AT_ONCE);
      for (const { start, rows, hash } of await digestOwners(connection, shape, some, signal)) {
        const ofOrder = sums.get(ofKind.get(start) ?? 0);
        const before = ofOrder?.get(shape.name);
        ofOrder?.set(shape.name, { rows: (before?.rows ?? 0) + rows, hash: (before?.hash ?? 0n) + hash });
      }
    }
  }
  return new Map([...sums].map(([id, ofOrder]) => [id, textOf(ofOrder)]));
}

async function findOwners(
  connection: StoreConnection,
  { orders, tables }: StoreLayout,
  orderIds: readonly number[],
  owners: Owners,
  signal: AbortSignal,
): Promise<void> {
  const own = new Map(orderIds.map((id) => [id, id]));
  const refunds = await connection.query(
    orders === 'hpos'
      ? `SELECT f.id, f.parent_order_id FROM ${tables.orders} f WHERE f.parent_order_id IN (${idList(orderIds)})`
      : `SELECT f.ID, f.post_parent FROM ${tables.posts} f
         WHERE f.post_parent IN (${idList(orderIds)}) AND f.post_type = 'shop_order_refund'`,
    signal,
  );
  for (const [id, orderId] of refunds) own.set(cellId(id), cellId(orderId));
  const items = await connection.query(
    `SELECT i.order_item_id, i.order_id FROM ${tables.orderItems} i WHERE i.order_id IN (${idList([...own.keys()])})`,
    signal,
  );
  for (const [id, orderId] of items) owners.items.set(cellId(id), own.get(cellId(orderId)) ?? 0);
  for (const [id, orderId] of own) {
    owners.orders.set(id, orderId);
    owners.posts.set(id, orderId);
  }
}

function textOf(sums: ReadonlyMap<string, { readonly rows: number; readonly hash: bigint }>): string {
  return [...sums].map(([table, { rows, hash }]) => `${table} ${rows} ${hash}`).join(', ');
}
