import type { AskedRows } from '../../source/source.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { readTicketsOf } from '../read/membership/tickets-of-orders.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import type { SignalIds } from './change-cursor.ts';
import { LATE_IDS } from './late-rows.ts';

/**
 * Posts that may be tickets of these orders and that the backend may not have. A ticket's post is newer than its order,
 * so the tickets of a new order are new as well.
 *
 * @param marks the newest ids up to which the backend has the tickets of its orders; null if it does not have them
 */
export async function findNewTickets(
  connection: StoreConnection,
  tables: StoreTables,
  { wooOrderIds, ownWooOrderIds }: Pick<AskedRows, 'wooOrderIds' | 'ownWooOrderIds'>,
  marks: SignalIds | null,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const after = marks === null || tables.withoutKey.has(tables.posts) ? null : marks.post - LATE_IDS;
  const isCovered = (id: number): boolean => after !== null && (ownWooOrderIds.has(id) || id > after);
  const covered = wooOrderIds.filter((id) => isCovered(id));
  const others = wooOrderIds.filter((id) => !isCovered(id));
  return [
    ...(await readTicketsOf(connection, tables, covered, after, signal)),
    ...(await readTicketsOf(connection, tables, others, null, signal)),
  ];
}
