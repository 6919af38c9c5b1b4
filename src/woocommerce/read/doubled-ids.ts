import type { StoreConnection } from '../reach/store-connection.ts';
import { cellId, idList } from './cells.ts';
import { KEY_COLUMNS, type StoreTables } from './store-tables.ts';

/**
 * Ids that do not name one row, though their table's rows are called by them: 0, and those of several rows. Only a table
 * that lost its key can have such.
 */
export async function findDoubledIds(
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
