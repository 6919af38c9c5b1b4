import { expect, test } from 'vitest';
import type { RawCheckIn } from '../ticket-plugin.ts';
import { readCheckInLog } from './check-in-log.ts';

const clock = (seconds: number): Date | null => (seconds === 0 ? null : new Date(seconds * 1000));
const row = (id: number, seconds: number, status = 'Checked In', day = 1): RawCheckIn => ({
  id,
  day,
  status,
  shiftedEpochSeconds: seconds,
});
const read = (...rows: readonly RawCheckIn[]) =>
  readCheckInLog(rows, clock).map(({ day, status, atUtc }) => `${day} ${status} ${atUtc.getTime() / 1000}`);
const ids = (...rows: readonly RawCheckIn[]) =>
  readCheckInLog(rows, clock).map(({ wooCheckInId }) => wooCheckInId);

test('rows with an id keep it, and the order of the ids', () => {
  expect(ids(row(7, 300), row(9, 200))).toEqual([7, 9]);
});

test('rows with the id 0 keep their times, each once, after those with an id', () => {
  const log = [
    row(0, 500, 'Not Checked In'),
    row(40, 600),
    row(0, 700),
    row(0, 700),
    row(0, 700, 'Checked In', 2),
  ];
  expect(read(...log)).toEqual([
    '1 checked_in 600',
    '1 not_checked_in 500',
    '1 checked_in 700',
    '2 checked_in 700',
  ]);
  expect(new Set(ids(...log)).size).toBe(4);
  expect(ids(...log).every(Number.isSafeInteger)).toBe(true);
});

test('a row has the same id at each reading, with any other rows', () => {
  const [alone] = ids(row(0, 500));
  expect(ids(row(0, 400), row(0, 500), row(0, 600))[1]).toBe(alone);
  // The row has an id now, and its substitute id is still listed.
  expect(readCheckInLog([row(41, 500)], clock)).toMatchObject([{ wooCheckInId: 41, unnumberedId: alone }]);
});

test('two rows of one id are both read, and the earlier one keeps the id', () => {
  expect(read(row(7, 900), row(7, 300, 'Not Checked In'))).toEqual([
    '1 not_checked_in 300',
    '1 checked_in 900',
  ]);
  expect(ids(row(7, 900), row(7, 300))[0]).toBe(7);
});

test('a row without a time, or of another status, is left out', () => {
  expect(read(row(0, 0), row(0, 500, 'Unpaid'))).toEqual([]);
});
