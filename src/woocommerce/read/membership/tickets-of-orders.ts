import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId, idList } from '../../values/cells.ts';

/**
 * Posts that may be tickets of these orders. The servers' conversion to a number accepts more texts than an id has, so
 * the caller reads which order each of them names.
 *
 * @param after only posts with a greater id; null for all, which reads a whole key, since no index has a meta's
 * value
 */
export async function readTicketsOf(
  connection: StoreConnection,
  tables: StoreTables,
  orderIds: readonly number[],
  after: number | null,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (orderIds.length === 0) return [];
  const names = `m.meta_key = '${tables.tickets.ticket.orderId}' AND m.meta_value + 0 IN (${idList(orderIds)})`;
  const rows = await connection.query(
    after === null
      ? `SELECT m.post_id FROM ${tables.postmeta} m WHERE ${names}`
      : `SELECT p.ID FROM ${tables.posts} p JOIN ${tables.postmeta} m ON m.post_id = p.ID
         WHERE p.ID > ${after} AND p.post_type = '${tables.tickets.postType}' AND ${names}`,
    signal,
  );
  return [...new Set(rows.map(([id]) => cellId(id)))];
}
