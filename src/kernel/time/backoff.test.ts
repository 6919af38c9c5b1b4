import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('waits 30 s, 2 min and 8 min', () => {
  expect([1, 2, 3].map((failures) => backoffMs(failures, 0.5))).toEqual([30_000, 120_000, 480_000]);
});

test('varies by a tenth in either direction', () => {
  expect(backoffMs(1, 0)).toBe(27_000);
  expect(backoffMs(1, 1)).toBe(33_000);
});

test('never waits longer than its limit', () => {
  expect(backoffMs(9, 0.5, 3_600_000)).toBe(3_600_000);
  expect(backoffMs(400, 0.5, 3_600_000)).toBe(3_600_000);
});
