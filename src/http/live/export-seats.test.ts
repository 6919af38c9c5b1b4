import { expect, test } from 'vitest';
import { ANONYMOUS } from '../auth/actor.ts';
import { createExportSeats } from './export-seats.ts';

const user = (userId: string) => ({ ...ANONYMOUS, userId });

test('a user runs two exports at once, and a process four and two door lists', () => {
  const seats = createExportSeats();
  const first = seats.take(user('ana'));
  seats.take(user('ana'));
  expect(() => seats.take(user('ana'))).toThrow('Too many exports are running.');
  seats.take(user('luis'));
  seats.take(user('eva'));
  expect(() => seats.take(user('max'))).toThrow('Too many exports are running.');
  seats.take(user('max'), true);
  seats.take(user('ana'), true);
  expect(() => seats.take(user('eva'), true)).toThrow('Too many exports are running.');
  first();
  seats.take(user('max'));
  expect(() => seats.take(user('ana'))).toThrow('Too many exports are running.');
});
