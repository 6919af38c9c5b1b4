import { expect, test } from 'vitest';
import { createBodyRoom } from './body-room.ts';

const LIMITS = { all: 40, perSet: 20, perAddress: 10 };

test('one address cannot take the room of others, nor one delivery URL that of other stores', () => {
  const room = createBodyRoom(LIMITS);
  expect(room.place('a', '192.0.2.1').take(10)).toBe(true);
  expect(room.place('a', '192.0.2.1').take(1)).toBe(false);
  expect(room.place('b', '192.0.2.1').take(1)).toBe(false);
  expect(room.place('a', '192.0.2.2').take(10)).toBe(true);
  expect(room.place('a', '192.0.2.3').take(1)).toBe(false);
  expect(room.place('b', '192.0.2.3').take(10)).toBe(true);
});

test('all together take no more than the whole', () => {
  const room = createBodyRoom(LIMITS);
  for (const [set, address] of [
    ['a', '1'],
    ['a', '2'],
    ['b', '3'],
    ['b', '4'],
  ] as const) {
    expect(room.place(set, address).take(10)).toBe(true);
  }
  expect(room.place('c', '5').take(1)).toBe(false);
});

test('a body that takes its room in parts gives all of it back', () => {
  const room = createBodyRoom(LIMITS);
  const place = room.place('a', '192.0.2.1');
  expect([place.take(4), place.take(6), place.take(1)]).toEqual([true, true, false]);
  place.free();
  place.free();
  expect(room.place('a', '192.0.2.1').take(10)).toBe(true);
  expect(room.place('a', '192.0.2.1').take(1)).toBe(false);
});
