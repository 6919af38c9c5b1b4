import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: number, stream: number): number[] => {
  const random = createRandom(seed, stream);
  return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
};

test('the same seed and stream draw the same numbers', () => {
  expect(draw(7, 3)).toEqual(draw(7, 3));
});

test('another seed or another stream draws other numbers', () => {
  expect(draw(8, 3)).not.toEqual(draw(7, 3));
  expect(draw(7, 4)).not.toEqual(draw(7, 3));
});

test('a draw stays within its limits and includes both', () => {
  const random = createRandom(1, 1);
  const seen = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
  expect(seen).toEqual(new Set([3, 4, 5, 6]));
});

test('a weighted choice comes as often as its weight says', () => {
  const random = createRandom(1, 2);
  let rare = 0;
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (
      random.weighted([
        [9, 'often'],
        [1, 'rare'],
      ]) === 'rare'
    ) {
      rare += 1;
    }
  }
  expect(rare).toBeGreaterThan(850);
  expect(rare).toBeLessThan(1_150);
});
