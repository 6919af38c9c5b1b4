import { AppError } from '../../kernel/errors.ts';
import type { Cell, Row } from '../reach/store-connection.ts';

/** A column as text; columns of a binary collation come as bytes. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : cell.toString('utf8');
}

/** A column that holds an id or a count. No store has ids past 2⁵³. */
export function cellId(cell: Cell | undefined): number {
  const id = typeof cell === 'number' ? cell : Number(cellText(cell) ?? Number.NaN);
  if (Number.isSafeInteger(id)) return id;
  throw new AppError({
    kind: 'bug',
    code: 'store.id-out-of-range',
    message: 'The store has an id that no program can hold.',
    details: { value: cellText(cell)?.slice(0, 40) },
  });
}

/** A meta value that should be an id: what is empty or not a number is 0, as WordPress reads it. */
export function metaId(text: string | null | undefined): number {
  if (text === null || text === undefined || !/^\s*\d{1,15}\s*$/.test(text)) return 0;
  return Number(text);
}

/** The ids as they stand in `IN (…)`; numbers only, and never an empty list, which is no SQL. */
export function idList(ids: Iterable<number>): string {
  const list = [...ids];
  return list.length === 0 ? 'NULL' : list.join(',');
}

export function firstRow(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row !== undefined) return row;
  throw new AppError({
    kind: 'bug',
    code: 'store.no-answer',
    message: 'The database answered nothing where one row is certain.',
  });
}
