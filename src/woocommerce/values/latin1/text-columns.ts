import type { StoreConnection } from '../../connect/store-connection.ts';
import { cellText } from '../cells.ts';

/** The character set of each text column, by `table.column` in small letters. */
export type TextColumns = ReadonlyMap<string, string>;

/** Asked of the server's own list: nothing of the store is touched. */
export async function readTextColumns(
  connection: StoreConnection,
  tables: readonly string[],
  signal: AbortSignal,
): Promise<TextColumns> {
  const rows = await connection.query(
    `SELECT c.TABLE_NAME, c.COLUMN_NAME, c.CHARACTER_SET_NAME FROM information_schema.COLUMNS c
     WHERE c.TABLE_SCHEMA = DATABASE() AND c.CHARACTER_SET_NAME IS NOT NULL
       AND c.TABLE_NAME IN (${tables.map((table) => `'${table}'`).join(', ')})`,
    signal,
  );
  return new Map(
    rows.map(([table, column, charset]) => [
      columnKey(cellText(table) ?? '', cellText(column) ?? ''),
      cellText(charset) ?? '',
    ]),
  );
}

/** A server may keep names of tables in small letters, and takes names of columns in any. */
export function columnKey(table: string, column: string): string {
  return `${table}.${column}`.toLowerCase();
}

/** Does one of these tables have a text column of `latin1`? */
export function hasLatin1(columns: TextColumns, tables: readonly string[]): boolean {
  return tables.some((table) =>
    [...columns].some(([key, charset]) => charset === 'latin1' && key.startsWith(columnKey(table, ''))),
  );
}
