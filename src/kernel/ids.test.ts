import { expect, test } from 'vitest';
import { newId } from './ids.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are UUIDv7 of the current time, all different, each greater than the one before', () => {
  const fromMs = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  const toMs = Date.now();
  expect(ids.every((id) => UUID_V7.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  const timesMs = ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16));
  expect(timesMs[0]).toBeGreaterThanOrEqual(fromMs);
  expect(timesMs.at(-1)).toBeLessThanOrEqual(toMs);
});

test('the random part of an id is never repeated', () => {
  const ends = Array.from({ length: 20_000 }, () => newId().slice(-10));
  expect(new Set(ends).size).toBe(ends.length);
});
