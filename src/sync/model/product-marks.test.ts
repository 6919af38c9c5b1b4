import { expect, test } from 'vitest';
import { productChanges } from './product-marks.ts';

test('a product that is new, or is translated by something else now, is read; one that is missing has left', () => {
  expect(productChanges({ 1: 'a', 2: 'b', 3: 'c' }, { 2: 'b', 3: 'd', 4: 'e' })).toEqual({
    read: [3, 4],
    left: [1],
  });
  expect(productChanges({ 1: 'a' }, { 1: 'a' })).toEqual({ read: [], left: [] });
});
