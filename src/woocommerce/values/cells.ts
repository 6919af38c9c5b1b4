import { AppError } from '../../kernel/errors.ts';
import type { Cell, Row } from '../connect/store-connection.ts';

/** A column as text. Columns of a binary collation arrive as bytes. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : cell.toString('utf8');
}

/** A column with an id or a count. No store has ids past 2⁵³. */
export function cellId(cell: Cell | undefined): number {
  const id = typeof cell === 'number' ? cell : Number(cellText(cell) ?? Number.NaN);
  if (Number.isSafeInteger(id)) return id;
  throw new AppError({
    code: 'store.id-out-of-range',
    message: 'The store has an id that no program can hold.',
    details: { value: cellText(cell)?.slice(0, 40) },
  });
}

/** The form of a whole number, also as a spreadsheet writes it: `500.0`. */
const WHOLE = /^[ \t\n\v\f\r]*\d{1,15}(?:\.0*)?[ \t\n\v\f\r]*$/;

/** A meta value that should be an id. An empty value, or one that is not a number, is 0, as in WordPress. */
export function metaId(text: string | null | undefined): number {
  return text === null || text === undefined || !WHOLE.test(text) ? 0 : Number(text);
}

/** The characters that count as blanks in PHP, for a pattern in SQL. `[[:space:]]` differs between servers. */
export const BLANKS = '[ \t\n\v\f\r]*';

/**
 * An SQL condition: a meta value that `metaId` reads as this id. The pattern is for the few values in another
 * form.
 */
export function isMetaId(column: string, id: number): string {
  return `(${column} = '${id}' OR ${column} LIKE '%${id}%'
    AND ${column} REGEXP '^${BLANKS}0*${id}([.]0*)?${BLANKS}$')`;
}

/** The same condition for any of these ids. */
export function isMetaIdIn(column: string, ids: readonly number[]): string {
  return `(${ids.map((id) => isMetaId(column, id)).join(' OR ')})`;
}

/** The ids for `IN (…)`. The list contains only numbers and is never empty, because SQL has no empty list. */
export function idList(ids: Iterable<number>): string {
  const list = [...ids];
  return list.length === 0 ? 'NULL' : list.join(',');
}

/**
 * Our own constants for `IN (…)` and `NOT IN (…)`. An empty list, which SQL does not have, becomes a text that
 * matches nothing.
 */
export function textList(texts: readonly string[]): string {
  return texts.length === 0 ? `''` : texts.map((text) => `'${text}'`).join(', ');
}

export function firstRow(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row !== undefined) return row;
  throw new AppError({
    code: 'store.no-answer',
    message: 'The database answered nothing where one row is certain.',
  });
}
