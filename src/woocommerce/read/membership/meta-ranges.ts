import type { Row, StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId } from '../../values/cells.ts';

/** This many neighbouring meta ids are counted together. */
const BUCKET = 1024;
/** Scanning a row of something else costs less than looking up one of ours, but only up to this ratio. */
const MOST_WALKED = 3;
/** A statement with more ranges costs more than it saves. */
const MOST_RANGES = 200;

/**
 * A condition on the ids of some posts' metas. The metas of a ticket are written together, followed by those of
 * the next ticket, and scanning such a range costs the server half as much as looking up each row by its post.
 * Null if the metas are too scattered for it.
 *
 * @param posts ids for `IN (…)`
 */
export async function findMetaRanges(
  connection: StoreConnection,
  tables: StoreTables,
  posts: string,
  signal: AbortSignal,
): Promise<string | null> {
  // Both columns are in the index by post, so the server reads no rows.
  const buckets = await connection.query(
    `SELECT MIN(m.meta_id), MAX(m.meta_id), COUNT(*) FROM ${tables.postmeta} m
     WHERE m.post_id IN (${posts}) GROUP BY m.meta_id DIV ${BUCKET}`,
    signal,
  );
  return rangesOf(buckets);
}

/** @param buckets rows of lowest id, highest id and number of rows */
export function rangesOf(buckets: readonly Row[]): string | null {
  const sorted = buckets
    .map(([from, to, rows]) => ({ from: cellId(from), to: cellId(to), rows: cellId(rows) }))
    .sort((a, b) => a.from - b.from);
  const ranges: { from: number; to: number }[] = [];
  let rows = 0;
  for (const bucket of sorted) {
    rows += bucket.rows;
    const last = ranges.at(-1);
    if (last !== undefined && bucket.from - last.to < BUCKET / 4) last.to = bucket.to;
    else ranges.push({ from: bucket.from, to: bucket.to });
  }
  const walked = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (ranges.length === 0 || ranges.length > MOST_RANGES || walked > MOST_WALKED * rows) return null;
  return `(${ranges.map(({ from, to }) => `m.meta_id BETWEEN ${from} AND ${to}`).join(' OR ')})`;
}
