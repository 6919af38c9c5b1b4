import type { IdRange, RangeDigest } from '../../source/digests.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { cellId, firstRow, idList } from '../values/cells.ts';
import type { TableShape } from './digest-tables.ts';

/** The intended number of rows in one step, which takes a small server half a second. */
const ROWS_AT_ONCE = 200_000;
const FIRST_STEP = 50_000;
/** Steps become longer over unused ids, and shorter where rows are dense. */
const MOST_GROWTH = 4;

/**
 * Counts and hashes a whole table by ranges of its owners' ids, in steps along the primary key. The sum of
 * hashes changes when a row does. XOR would miss two rows that swapped their values, and so would a linear
 * checksum; therefore each row is hashed with MD5 first.
 */
export async function digestTable(
  connection: StoreConnection,
  shape: TableShape,
  width: number,
  signal: AbortSignal,
): Promise<readonly RangeDigest[]> {
  const { table, key, hasKey } = shape;
  // Such a table has no index on its ids, and many rows may have the id 0.
  if (!hasKey) return await ask(connection, shape, width, '1 = 1', signal);
  const ends = await connection.query(
    `SELECT COALESCE(MIN(t.${key}), 0), COALESCE(MAX(t.${key}), 0) FROM ${table} t`,
    signal,
  );
  const [first, last] = firstRow(ends).map((cell) => cellId(cell));
  const sums = new Map<number, { rows: number; hash: bigint }>();
  let step = FIRST_STEP;
  for (let from = first ?? 0; from <= (last ?? 0) && last !== 0; ) {
    const where = `t.${key} BETWEEN ${from} AND ${from + step - 1}`;
    let rows = 0;
    for (const part of await ask(connection, shape, width, where, signal)) {
      const before = sums.get(part.start);
      sums.set(part.start, {
        rows: (before?.rows ?? 0) + part.rows,
        hash: (before?.hash ?? 0n) + part.hash,
      });
      rows += part.rows;
    }
    from += step;
    step = Math.ceil(step * Math.min(MOST_GROWTH, ROWS_AT_ONCE / Math.max(rows, 1)));
  }
  return [...sums].map(([start, sum]) => ({ table: shape.name, start, ...sum }));
}

/** Digests only some ranges, by the owners' index. */
export async function digestRanges(
  connection: StoreConnection,
  shape: TableShape,
  ranges: readonly IdRange[],
  width: number,
  signal: AbortSignal,
): Promise<readonly RangeDigest[]> {
  const found: RangeDigest[] = [];
  for (const { start, end } of ranges) {
    const where = `t.${shape.owner} BETWEEN ${start} AND ${end}`;
    found.push(...(await ask(connection, shape, width, where, signal)));
  }
  return found;
}

/** Digests the rows of these owners, each by itself. */
export async function digestOwners(
  connection: StoreConnection,
  shape: TableShape,
  owners: readonly number[],
  signal: AbortSignal,
): Promise<readonly RangeDigest[]> {
  return await ask(connection, shape, 1, `t.${shape.owner} IN (${idList(owners)})`, signal);
}

async function ask(
  connection: StoreConnection,
  { name, table, key, owner, columns }: TableShape,
  width: number,
  where: string,
  signal: AbortSignal,
): Promise<readonly RangeDigest[]> {
  // An empty text differs from NULL.
  const texts = columns.map((column) => `COALESCE(CONCAT('=', t.${column}), '-')`);
  // Some of these columns may be NULL. Such rows count for owner 0.
  const of = `COALESCE(t.${owner}, 0)`;
  const rows = await connection.query(
    `SELECT ${of} DIV ${width}, COUNT(*), SUM(CRC32(MD5(CONCAT(t.${key}, ' ', ${of}, ' ', ${texts.join(", ' ', ")}))))
     FROM ${table} t WHERE ${where} GROUP BY ${of} DIV ${width}`,
    signal,
  );
  return rows.map(([range, count, hash]) => ({
    table: name,
    start: cellId(range) * width,
    rows: cellId(count),
    hash: BigInt(String(hash ?? '0')),
  }));
}
