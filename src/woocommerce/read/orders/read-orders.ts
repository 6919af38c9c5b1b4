import type { StoreConnection } from '../../connect/store-connection.ts';
import type { RawTicket, TicketPlugin } from '../../plugins/ticket-plugin.ts';
import { KEY_COLUMNS, type StoreTables } from '../../schema/store-tables.ts';
import { cellId, idList } from '../../values/cells.ts';
import type { RawOrder, RawRefund } from '../raw-rows.ts';
import { readTickets } from '../tickets.ts';
import type { OrderHeaderReader } from './order-headers.ts';
import { readItems } from './order-lines.ts';

/**
 * Reads all rows of these orders with a few statements for the whole page. Independent statements are sent
 * together. Those for refund lines wait for the list of refunds, because a deleted refund leaves its lines
 * behind.
 */
export async function readOrders(
  connection: StoreConnection,
  tables: StoreTables,
  headerReader: OrderHeaderReader,
  { hasMadeTickets }: Pick<TicketPlugin, 'hasMadeTickets'>,
  orderIds: readonly number[],
  ticketsOf: (orderId: number) => readonly number[],
  signal: AbortSignal,
): Promise<readonly RawOrder[]> {
  if (orderIds.length === 0) return [];
  const ticketIds = orderIds.flatMap((id) => ticketsOf(id));
  const [heads, refundHeads, tickets] = await Promise.all([
    headerReader.headers(orderIds, signal),
    headerReader.refundHeaders(orderIds, signal),
    readTickets(connection, tables, ticketIds, signal),
  ]);
  const allIds = [...orderIds, ...refundHeads.map(({ header }) => header.id)];
  const ungenerated = heads.filter(({ metas }) => !hasMadeTickets(metas)).map(({ header }) => header.id);
  const [items, records] = await Promise.all([
    readItems(connection, tables, allIds, signal),
    headerReader.records(ungenerated, signal),
  ]);
  const itemIds = [...items.values()].flatMap((some) => some.map(({ id }) => id));
  const [doubledOrders, doubledItems] = await Promise.all([
    findDoubledIds(connection, tables, headerReader.table, allIds, signal),
    findDoubledIds(connection, tables, 'orderItems', itemIds, signal),
  ]);
  const isDoubled = (id: number): boolean =>
    doubledOrders.has(id) || (items.get(id) ?? []).some((item) => doubledItems.has(item.id));
  const refunds = new Map<number, RawRefund[]>();
  for (const { header, metas } of refundHeads) {
    const refund = { header, metas, items: items.get(header.id) ?? [] };
    const siblings = refunds.get(header.orderId);
    if (siblings === undefined) refunds.set(header.orderId, [refund]);
    else siblings.push(refund);
  }
  return heads.map(({ header, metas }) => ({
    header,
    metas,
    items: items.get(header.id) ?? [],
    refunds: refunds.get(header.id) ?? [],
    record: records.get(header.id) ?? null,
    tickets: present(ticketsOf(header.id), tickets),
    hasDoubledIds: [header.id, ...(refunds.get(header.id) ?? []).map((refund) => refund.header.id)].some(
      isDoubled,
    ),
  }));
}

function present(ids: readonly number[], tickets: ReadonlyMap<number, RawTicket>): readonly RawTicket[] {
  return ids.flatMap((id) => tickets.get(id) ?? []);
}

/**
 * Ids that do not identify one row: 0, and those of several rows. Only a table that lost its key can have such
 * ids.
 */
async function findDoubledIds(
  connection: StoreConnection,
  tables: StoreTables,
  of: 'orders' | 'posts' | 'orderItems',
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  if (ids.length === 0 || !tables.withoutKey.has(tables[of])) return new Set();
  const key = `t.${KEY_COLUMNS[of]}`;
  const rows = await connection.query(
    `SELECT ${key} FROM ${tables[of]} t WHERE ${key} IN (${idList(ids)}) GROUP BY ${key} HAVING ${key} = 0 OR COUNT(*) > 1`,
    signal,
  );
  return new Set(rows.map(([id]) => cellId(id)));
}
