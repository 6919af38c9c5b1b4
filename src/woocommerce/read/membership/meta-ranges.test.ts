import { expect, test } from 'vitest';
import { rangesOf } from './meta-ranges.ts';

test('neighbouring metas are one range, and separate ones are ranges of their own', () => {
  const buckets = [
    [5_000_010, 5_000_010, 1],
    [1_024, 2_047, 600],
    ['2048', 2_100, 50],
  ];
  expect(rangesOf(buckets)).toBe(
    '(m.meta_id BETWEEN 1024 AND 2100 OR m.meta_id BETWEEN 5000010 AND 5000010)',
  );
});

test('metas scattered among others have no range worth scanning', () => {
  expect(rangesOf([[1_000, 1_900, 100]])).toBeNull();
  expect(rangesOf(Array.from({ length: 201 }, (_, at) => [at * 5_000, at * 5_000, 1]))).toBeNull();
  expect(rangesOf([])).toBeNull();
});
