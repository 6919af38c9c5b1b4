import type { FoundRows } from '../../../source/source.ts';
import type { WatchedEvent } from '../../../source/watch.ts';
import { isOfEvent } from '../../../ticketing/membership.ts';
import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, idList, metaId, textList } from '../../values/cells.ts';
import { foldMetas, type Metas } from '../../values/metas.ts';
import type { OrderHeaderReader } from '../orders/order-headers.ts';

const MOST_IDS = 1000;

interface Sold {
  readonly id: number;
  readonly productId: number;
  readonly variationId: number;
}

/** Which of these orders and tickets belong to which of these events, looked up by their ids. */
export async function eventsOfRows(
  connection: StoreConnection,
  tables: StoreTables,
  headers: OrderHeaderReader,
  events: readonly WatchedEvent[],
  { orderIds, ticketIds }: FoundRows,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FoundRows>> {
  const lines: Sold[] = [];
  for (let at = 0; at < orderIds.length; at += MOST_IDS) {
    const some = orderIds.slice(at, at + MOST_IDS);
    const importable = await headers.importable(some, signal);
    const those = some.filter((id) => importable.has(id));
    if (those.length > 0) lines.push(...(await readLines(connection, tables, those, signal)));
  }
  const tickets: Sold[] = [];
  for (let at = 0; at < ticketIds.length; at += MOST_IDS) {
    tickets.push(...(await readTickets(connection, tables, ticketIds.slice(at, at + MOST_IDS), signal)));
  }
  const found = new Map<string, FoundRows>();
  for (const { key, scope } of events) {
    const idsOf = (sold: readonly Sold[]): readonly number[] => [
      ...new Set(sold.filter((one) => isOfEvent(one, scope)).map(({ id }) => id)),
    ];
    const rows = { orderIds: idsOf(lines), ticketIds: idsOf(tickets) };
    if (rows.orderIds.length + rows.ticketIds.length > 0) found.set(key, rows);
  }
  return found;
}

async function readLines(
  connection: StoreConnection,
  tables: StoreTables,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<readonly Sold[]> {
  const orderOf = new Map<number, number>();
  const rows = await connection.query(
    `SELECT i.order_item_id, m.meta_id, m.meta_key, m.meta_value, i.order_id FROM ${tables.orderItems} i
     JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
     WHERE i.order_id IN (${idList(orderIds)}) AND i.order_item_type = 'line_item'
       AND m.meta_key IN ('_product_id', '_variation_id')`,
    signal,
  );
  for (const [item, , , , order] of rows) if (item !== undefined) orderOf.set(cellId(item), cellId(order));
  return [...foldMetas(rows)].map(([item, metas]) => ({
    id: orderOf.get(item) ?? 0,
    ...soldIn(metas, { productId: '_product_id', variationId: '_variation_id' }),
  }));
}

async function readTickets(
  connection: StoreConnection,
  tables: StoreTables,
  ticketIds: readonly number[],
  signal: AbortSignal,
): Promise<readonly Sold[]> {
  const names = tables.tickets.ticket;
  const rows = await connection.query(
    `SELECT p.ID, m.meta_id, m.meta_key, m.meta_value FROM ${tables.posts} p
     JOIN ${tables.postmeta} m ON m.post_id = p.ID
     WHERE p.ID IN (${idList(ticketIds)}) AND p.post_type = '${tables.tickets.postType}'
       AND m.meta_key IN (${textList([names.productId, names.variationId])})`,
    signal,
  );
  return [...foldMetas(rows)].map(([id, metas]) => ({ id, ...soldIn(metas, names) }));
}

function soldIn(
  metas: Metas,
  names: { readonly productId: string; readonly variationId: string },
): Omit<Sold, 'id'> {
  return {
    productId: metaId(metas.get(names.productId)),
    variationId: metaId(metas.get(names.variationId)),
  };
}
