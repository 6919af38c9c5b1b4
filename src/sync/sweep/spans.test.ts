import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCompared, type ComparedSpans, endOfSpan, NO_END, oldestSpan, withCompared } from './spans.ts';

/** When an id was last compared. */
function comparedAt(spans: ComparedSpans, table: string, id: number): number {
  return spans[table]?.findLast(([start]) => start <= id)?.[1] ?? -1;
}

describe('the spans of a table', () => {
  it('are compared in turn, the oldest first', () => {
    let spans = allCompared(['items', 'posts'], 100);
    expect(oldestSpan(spans)).toEqual({ table: 'items', start: 0, comparedAtMs: 100 });
    spans = withCompared(spans, 'items', { start: 0, end: 511 }, 200);
    expect(spans['items']).toEqual([
      [0, 200],
      [512, 100],
    ]);
    expect(oldestSpan(spans)).toEqual({ table: 'items', start: 512, comparedAtMs: 100 });
    spans = withCompared(spans, 'items', { start: 512, end: NO_END }, 300);
    expect(oldestSpan(spans)).toEqual({ table: 'posts', start: 0, comparedAtMs: 100 });
    spans = withCompared(spans, 'posts', { start: 0, end: NO_END }, 300);
    expect(oldestSpan(spans)?.comparedAtMs).toBe(200);
  });

  it('have for each id the time at which it was last compared', () => {
    const step = fc.record({
      turn: fc.nat(6),
      ranges: fc.integer({ min: 1, max: 30 }),
      isLast: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let spans = allCompared(['posts'], 0);
        const times = Array.from({ length: 60 }, () => 0);
        for (const [at, { turn, ranges, isLast }] of steps.entries()) {
          const ofTable = spans['posts'] ?? [];
          const start = ofTable[turn % ofTable.length]?.[0] ?? 0;
          const end = isLast ? NO_END : start + ranges - 1;
          spans = withCompared(spans, 'posts', { start, end }, at + 1);
          for (const id of times.keys()) if (id >= start && id <= end) times[id] = at + 1;
        }
        expect(times.map((_, id) => comparedAt(spans, 'posts', id))).toEqual(times);
        const starts = (spans['posts'] ?? []).map(([start]) => start);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
    );
  });

  it('end where they have enough rows, and are never empty', () => {
    const digests = [
      { start: 0, rows: 10 },
      { start: 256, rows: 900 },
      { start: 1024, rows: 5 },
    ];
    expect(endOfSpan(digests, 0, 50)).toEqual({ end: 255, rows: 10 });
    expect(endOfSpan(digests, 256, 50)).toEqual({ end: 1023, rows: 900 });
    expect(endOfSpan(digests, 1024, 50)).toEqual({ end: NO_END, rows: 5 });
    expect(endOfSpan(digests, 0, 5000)).toEqual({ end: NO_END, rows: 915 });
    expect(endOfSpan([], 0, 50)).toEqual({ end: NO_END, rows: 0 });
  });
});
