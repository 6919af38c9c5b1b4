import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import { passPoint } from '../../kernel/failpoint.ts';
import type { Transaction } from '../database.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const SPECIAL = /[\\\n\r\t]/;
const ALL_SPECIAL = /[\\\n\r\t]/g;
/** Lines are sent in chunks of about this many characters, because one write for each row would be slow. */
const PIECE = 64 * 1024;

/** NULL in the text format of COPY. */
export const NULL = '\\N';

/**
 * Loads rows with COPY in text format, the fastest way into PostgreSQL.
 *
 * @shape each row has one text (or null) for each column, as `toColumnText` makes them
 */
export async function copyRows(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | null)[]>,
): Promise<void> {
  await copyLines(tx, table, columns, lines(rows));
}

/** The same for rows that are already lines: the columns in order, each escaped, with a tab between them. */
export async function copyLines(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<string>,
): Promise<void> {
  const sink = tx.query(from(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(pieces(rows)), sink);
}

function* lines(rows: Iterable<readonly (string | null)[]>): Generator<string> {
  for (const row of rows) yield row.map((text) => (text === null ? NULL : escapeText(text))).join('\t');
}

function* pieces(rows: Iterable<string>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    passPoint('in the midst of COPY');
    piece += `${row}\n`;
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (sign) => ESCAPES[sign] ?? sign) : text;
}

/** JSON has escaped all other special characters already. */
export function escapeJson(json: string): string {
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}
