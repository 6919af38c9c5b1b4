import { describe, expect, test } from 'vitest';
import { checkedInAtUtc, checkInStatusOf, joinDays } from './check-in.ts';

const day = (number: number, checkedIn: boolean) => ({ day: number, checkedIn });
const row = (
  wooCheckInId: number,
  status: 'checked_in' | 'not_checked_in',
  atUtc: string,
  dayNumber = 1,
) => ({
  wooCheckInId,
  day: dayNumber,
  status,
  atUtc: new Date(atUtc),
});

describe('merging check-ins of the store and of the backend', () => {
  test.each([
    ['neither', false, false, false],
    ['the store', true, false, true],
    ['the local gate', false, true, true],
    ['both', true, true, true],
  ])('a day is checked in if %s say so', (_, store, local, expected) => {
    expect(joinDays([day(1, store)], [day(1, local)])).toEqual([day(1, expected)]);
  });

  test('days are merged one by one, by number', () => {
    expect(joinDays([day(2, true), day(1, false)], [day(3, true)])).toEqual([
      day(1, false),
      day(2, true),
      day(3, true),
    ]);
  });
});

test.each([
  ['not_checked_in', [], 1],
  ['not_checked_in', [day(1, false)], 1],
  ['checked_in', [day(1, true)], 1],
  ['partly_checked_in', [day(1, true), day(2, false)], 2],
  ['partly_checked_in', [day(2, true)], 3],
  ['checked_in', [day(1, true), day(2, true)], 2],
])('all days in one word: %s', (expected, days, numDays) => {
  expect(checkInStatusOf(days, numDays)).toBe(expected);
});

describe('the time of a check-in', () => {
  const log = [
    row(1, 'checked_in', '2025-11-15T20:00:00Z'),
    row(2, 'not_checked_in', '2025-11-15T20:01:00Z'),
    row(3, 'checked_in', '2025-11-15T21:00:00Z'),
    row(4, 'checked_in', '2025-11-16T20:00:00Z', 2),
  ];

  test('is the last one of the day, not one that was undone', () => {
    expect(checkedInAtUtc([day(1, true)], log)).toEqual(new Date('2025-11-15T21:00:00Z'));
  });

  test('is that of the first of several days', () => {
    expect(checkedInAtUtc([day(2, true), day(1, true)], log)).toEqual(new Date('2025-11-15T21:00:00Z'));
  });

  test('is unknown where no day is checked in or the log has no time', () => {
    expect(checkedInAtUtc([day(1, false)], log)).toBeNull();
    expect(checkedInAtUtc([day(3, true)], log)).toBeNull();
  });
});
