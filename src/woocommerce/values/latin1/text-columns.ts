import type { StoreConnection } from '../../connect/store-connection.ts';
import { cellText } from '../cells.ts';

/** The character set of each text column, by `table.column` in lower case. */
export type TextColumns = ReadonlyMap<string, string>;

/** Reads the server's own list of columns, and no table of the store. */
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

/** A server may store the names of tables in lower case, and it ignores the case of column names. */
export function columnKey(table: string, column: string): string {
  return `${table}.${column}`.toLowerCase();
}

/** Whether one of these tables has a text column in `latin1`. */
export function hasLatin1(columns: TextColumns, tables: readonly string[]): boolean {
  return tables.some((table) =>
    [...columns].some(([key, charset]) => charset === 'latin1' && key.startsWith(columnKey(table, ''))),
  );
}
