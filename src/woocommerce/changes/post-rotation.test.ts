import { expect, test } from 'vitest';
import { duePartsOf, newRotation, rotated, walksOf } from './post-rotation.ts';

const START = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);
const ALL = Array.from({ length: 16 }, (_, part) => part);

test('consecutive executions search one part each, and every part within sixteen executions', () => {
  let rotation = newRotation(START, START);
  const walked: number[] = [];
  for (let run = 1; run <= 16; run += 1) {
    const parts = duePartsOf(rotation, after(run * 15));
    expect(parts).toHaveLength(1);
    walked.push(...parts);
    rotation = rotated(rotation, parts, after(run * 15), after(run * 15));
  }
  expect(walked).toEqual(ALL);
  expect(duePartsOf(rotation, after(17 * 15))).toEqual([0]);
});

test.each([
  [0, 1],
  [52, 1],
  [60, 2],
  [5 * 60, 8],
  [8 * 60, 16],
  [14.5 * 60, 16],
  [24 * 3600, 16],
])('after %i seconds, %i parts are due', (seconds, count) => {
  expect(duePartsOf(newRotation(START, START), after(seconds))).toHaveLength(count);
});

test.each([30, 60, 90, 200, 300, 420, 800])(
  'executions every %i seconds search each part again within 14 minutes',
  (gap) => {
    let rotation = newRotation(START, START);
    const walkedAt = new Map(ALL.map((part) => [part, 0]));
    for (let at = gap; at < 7200; at += gap) {
      const parts = duePartsOf(rotation, after(at));
      for (const part of parts) {
        expect(at - (walkedAt.get(part) ?? 0)).toBeLessThanOrEqual(14 * 60);
        walkedAt.set(part, at);
      }
      rotation = rotated(rotation, parts, after(at), after(at));
    }
    for (const at of walkedAt.values()) expect(7200 - at).toBeLessThanOrEqual(15 * 60);
  },
);

test('every part is due if the time of its last search is unknown or in the future', () => {
  expect(duePartsOf(newRotation(START, null), START)).toEqual(ALL);
  expect(duePartsOf(newRotation(START, after(60)), START)).toEqual(ALL);
});

test('a part keeps the time of its own last search', () => {
  const rotation = rotated(newRotation(START, START), [0, 1], after(60), after(60));
  expect(rotation.readTo.slice(0, 3)).toEqual([after(60), after(60), START]);
  expect(rotation.next).toBe(2);
  const [, others] = walksOf(rotation, [1, 2], 50_000, after(90));
  expect(others.readTo).toEqual(START);
});

test('the newest posts and all parts together contain every id', () => {
  const rotation = newRotation(START, null);
  const mark = 300_000;
  const where = ALL.map((part) => walksOf(rotation, [part], mark, START)[1].where).join(' OR ');
  const ranges = [...where.matchAll(/BETWEEN (\d+) AND (\d+)/g)].map(([, first, last]) => [
    Number(first),
    Number(last),
  ]);
  const sorted = ranges.toSorted(([a = 0], [b = 0]) => a - b);
  expect(sorted[0]?.[0]).toBe(0);
  for (const [at, [first]] of sorted.entries()) {
    if (at > 0) expect(first).toBe((sorted[at - 1]?.[1] ?? 0) + 1);
  }
  expect(sorted.at(-1)?.[1]).toBeGreaterThanOrEqual(mark);
  expect(walksOf(rotation, [0], mark, START)[0].where).toBe('p.ID > 275000');
});

test('parts of a small store without any id are not searched', () => {
  expect(walksOf(newRotation(START, START), [5], 2000, START)[1].where).toBe('FALSE');
});
