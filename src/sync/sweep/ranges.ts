import type { ChangedRanges, IdKind, IdRange, RangeDigest } from '../../source/digests.ts';

/** The number of ids in a stored range. If a range differs, its rows are read. */
export const FINE = 256;
/**
 * The number of ids in a range for a whole store. This gives few digests, and those that differ are narrowed.
 */
export const COARSE = 4096;

/** Ranges whose digests differ, or that only one side has, each as `table start`. */
export function differingRanges(
  store: readonly RangeDigest[],
  earlier: readonly RangeDigest[],
): readonly Pick<RangeDigest, 'table' | 'start'>[] {
  const rest = new Map(earlier.map((digest) => [nameOf(digest), digest]));
  const differing: Pick<RangeDigest, 'table' | 'start'>[] = [];
  for (const digest of store) {
    const before = rest.get(nameOf(digest));
    rest.delete(nameOf(digest));
    if (before?.rows !== digest.rows || before.hash !== digest.hash) differing.push(digest);
  }
  return [...differing, ...rest.values()].map(({ table, start }) => ({ table, start }));
}

export function rangesByTable(
  ranges: readonly Pick<RangeDigest, 'table' | 'start'>[],
  width: number,
): ReadonlyMap<string, readonly IdRange[]> {
  const byTable = new Map<string, IdRange[]>();
  for (const { table, start } of ranges) {
    const some = byTable.get(table) ?? [];
    byTable.set(table, some);
    some.push({ start, end: start + width - 1 });
  }
  return byTable;
}

/**
 * The id ranges to read. The rows of several tables belong to the same ids.
 *
 * @param kinds of the source's tables
 */
export function changedRanges(
  differing: readonly Pick<RangeDigest, 'table' | 'start'>[],
  kinds: Readonly<Record<string, IdKind>>,
): ChangedRanges {
  const starts = { orders: new Set<number>(), items: new Set<number>(), posts: new Set<number>() };
  for (const { table, start } of differing) {
    const kind = kinds[table];
    // The source no longer digests this table, so it is skipped.
    if (kind !== undefined) starts[kind].add(start);
  }
  const ranges = (of: keyof ChangedRanges): readonly IdRange[] =>
    [...starts[of]].sort((a, b) => a - b).map((start) => ({ start, end: start + FINE - 1 }));
  return { orders: ranges('orders'), items: ranges('items'), posts: ranges('posts') };
}

function nameOf({ table, start }: Pick<RangeDigest, 'table' | 'start'>): string {
  return `${table} ${start}`;
}
