import type { ChangedRanges, DigestedTable, IdRange, RangeDigest } from '../../source/source.ts';

/** Ids a range that is kept: what differs in one of them is read. */
export const FINE = 256;
/** Ids a range that is asked of a whole store: few enough answers, and narrowed where they differ. */
export const COARSE = 4096;

/** Ranges of which the two sides have other digests, or only one has any, as `table start`. */
export function differingRanges(
  store: readonly RangeDigest[],
  known: readonly RangeDigest[],
): readonly Pick<RangeDigest, 'table' | 'start'>[] {
  const left = new Map(known.map((digest) => [nameOf(digest), digest]));
  const differing: Pick<RangeDigest, 'table' | 'start'>[] = [];
  for (const digest of store) {
    const before = left.get(nameOf(digest));
    left.delete(nameOf(digest));
    if (before?.rows !== digest.rows || before.hash !== digest.hash) differing.push(digest);
  }
  return [...differing, ...left.values()].map(({ table, start }) => ({ table, start }));
}

export function rangesByTable(
  ranges: readonly Pick<RangeDigest, 'table' | 'start'>[],
  width: number,
): ReadonlyMap<DigestedTable, readonly IdRange[]> {
  const byTable = new Map<DigestedTable, IdRange[]>();
  for (const { table, start } of ranges) {
    const some = byTable.get(table) ?? [];
    byTable.set(table, some);
    some.push({ start, end: start + width - 1 });
  }
  return byTable;
}

const OF: Readonly<Record<DigestedTable, keyof ChangedRanges>> = {
  orders: 'orders',
  order_addresses: 'orders',
  order_operational_data: 'orders',
  order_metas: 'orders',
  items: 'items',
  itemmeta: 'items',
  posts: 'posts',
  postmeta: 'posts',
};

/** What to look into: several tables' rows belong to the same ids. */
export function changedRanges(differing: readonly Pick<RangeDigest, 'table' | 'start'>[]): ChangedRanges {
  const starts = { orders: new Set<number>(), items: new Set<number>(), posts: new Set<number>() };
  for (const { table, start } of differing) starts[OF[table]].add(start);
  const ranges = (of: keyof ChangedRanges): readonly IdRange[] =>
    [...starts[of]].sort((a, b) => a - b).map((start) => ({ start, end: start + FINE - 1 }));
  return { orders: ranges('orders'), items: ranges('items'), posts: ranges('posts') };
}

function nameOf({ table, start }: Pick<RangeDigest, 'table' | 'start'>): string {
  return `${table} ${start}`;
}
