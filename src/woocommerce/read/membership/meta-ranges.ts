import type { Row, StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { cellId } from '../../values/cells.ts';

/** Neighbouring meta ids are looked at together, so many at a time. */
const BUCKET = 1024;
/** Walking over rows of others costs less than looking up a row of ours, but not this many of them. */
const MOST_WALKED = 3;
/** A statement with more ranges is longer than what it saves. */
const MOST_RANGES = 200;

/**
 * Where the metas of some posts lie, as a condition on their ids. The metas of a ticket were written together, and
 * those of the next ticket after them: walking along such a range costs the server half of looking each row up by
 * its post. null: they lie too scattered for it.
 *
 * @param posts ids for `IN (…)`
 */
export async function findMetaRanges(
  connection: StoreConnection,
  tables: StoreTables,
  posts: string,
  signal: AbortSignal,
): Promise<string | null> {
  // Both columns are in the index by post: no row is touched.
  const buckets = await connection.query(
    `SELECT MIN(m.meta_id), MAX(m.meta_id), COUNT(*) FROM ${tables.postmeta} m
     WHERE m.post_id IN (${posts}) GROUP BY m.meta_id DIV ${BUCKET}`,
    signal,
  );
  return rangesOf(buckets);
}

/** @param buckets lowest id, highest id, rows */
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
