import type { RangeDigest } from '../../source/digests.ts';

/**
 * For each digested table, the first id of each span and when it was last compared, in ascending order. A span ends
 * where the next one begins; the last one has no end.
 */
export type ComparedSpans = Readonly<Record<string, readonly ComparedSpan[]>>;
type ComparedSpan = readonly [start: number, comparedAtMs: number];

/** The last id of a span without an end. */
export const NO_END = Number.MAX_SAFE_INTEGER;

export interface Span {
  readonly table: string;
  readonly start: number;
  readonly comparedAtMs: number;
}

/** All tables compared at one moment. */
export function allCompared(tables: Iterable<string>, atMs: number): ComparedSpans {
  return Object.fromEntries([...tables].map((table) => [table, [[0, atMs]] as const]));
}

/** The span whose comparison is the longest ago; null if there is none. */
export function oldestSpan(spans: ComparedSpans): Span | null {
  let oldest: Span | null = null;
  for (const [table, ofTable] of Object.entries(spans)) {
    for (const [start, comparedAtMs] of ofTable) {
      if (oldest === null || comparedAtMs < oldest.comparedAtMs) oldest = { table, start, comparedAtMs };
    }
  }
  return oldest;
}

/** Notes that the ids from `start` to `end` were compared. `start` is the first id of a span. */
export function withCompared(
  spans: ComparedSpans,
  table: string,
  { start, end }: { readonly start: number; readonly end: number },
  atMs: number,
): ComparedSpans {
  const ofTable = spans[table] ?? [];
  const rest = ofTable.filter(([first]) => first < start);
  const next: ComparedSpan[] = [...rest, [start, atMs]];
  if (end < NO_END) {
    const [, comparedAtMs] = ofTable.findLast(([first]) => first <= end + 1) ?? [0, 0];
    next.push([end + 1, comparedAtMs], ...ofTable.filter(([first]) => first > end + 1));
  }
  // Neighbours that were compared together are one span.
  const merged = next.filter(([, comparedAtMs], at) => next[at - 1]?.[1] !== comparedAtMs);
  return { ...spans, [table]: merged };
}

/**
 * The last id, so that the span from `start` on has about so many rows: at least one range, and no end if the table has
 * no more rows.
 *
 * @param digests of one table, in ascending order
 */
export function endOfSpan(
  digests: readonly Pick<RangeDigest, 'start' | 'rows'>[],
  start: number,
  mostRows: number,
): { readonly end: number; readonly rows: number } {
  let rows = 0;
  for (const range of digests) {
    if (range.start < start) continue;
    if (rows > 0 && rows + range.rows > mostRows) return { end: range.start - 1, rows };
    rows += range.rows;
  }
  return { end: NO_END, rows };
}
