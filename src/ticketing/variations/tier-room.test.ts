import { expect, test } from 'vitest';
import { tierRoom } from './tier-room.ts';

test.each([
  ['neither says', { capacity: null, stockLeft: null, sold: 7 }, { left: null, oversold: 0 }],
  ['the store says', { capacity: null, stockLeft: 324, sold: 69 }, { left: 324, oversold: 0 }],
  ['a person says', { capacity: 100, stockLeft: null, sold: 69 }, { left: 31, oversold: 0 }],
  ['both: the store stops first', { capacity: 100, stockLeft: 5, sold: 69 }, { left: 5, oversold: 0 }],
  ['both: the capacity ends first', { capacity: 70, stockLeft: 324, sold: 69 }, { left: 1, oversold: 0 }],
  ['the last one', { capacity: 69, stockLeft: 0, sold: 69 }, { left: 0, oversold: 0 }],
  ['past the capacity', { capacity: 60, stockLeft: 324, sold: 69 }, { left: 0, oversold: 9 }],
  ['the store sold what it had not', { capacity: null, stockLeft: -2, sold: 69 }, { left: 0, oversold: 2 }],
  ['a capacity of none', { capacity: 0, stockLeft: null, sold: 1 }, { left: 0, oversold: 1 }],
])('%s', (_, tier, room) => {
  expect(tierRoom(tier)).toEqual(room);
});
