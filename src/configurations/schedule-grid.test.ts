import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Schedule } from '../backend/dispatch/schedule-records.ts';
import { FREQUENCIES } from '../vocabulary/configurations.ts';
import { nextDue, staleAfterMs } from './schedule-grid.ts';

const SANTIAGO = 'America/Santiago';
const at = (iso: string): Date => new Date(iso);
const schedule = (given: Partial<Schedule>): Schedule => ({
  frequency: 'daily',
  anchor: at('2025-01-31T12:07:40Z'),
  timezone: 'UTC',
  runAt: null,
  ...given,
});

/** The next scheduled times, each computed from the previous one. */
function places(given: Schedule, from: string, count: number): string[] {
  const found: string[] = [];
  let after = at(from);
  while (found.length < count) {
    const due = nextDue(given, after);
    if (due === null) break;
    found.push(due.toISOString().replace(':00.000Z', 'Z'));
    after = due;
  }
  return found;
}

test('a minute and five minutes are counted from the anchor’s minute', () => {
  expect(places(schedule({ frequency: 'every_minute' }), '2025-06-01T00:00:30Z', 2)).toEqual([
    '2025-06-01T00:01Z',
    '2025-06-01T00:02Z',
  ]);
  expect(places(schedule({ frequency: 'every_5_minutes' }), '2025-06-01T00:00:00Z', 2)).toEqual([
    '2025-06-01T00:02Z',
    '2025-06-01T00:07Z',
  ]);
});

test('a frequent configuration is stale after three quarters of an hour, others after three of their periods', () => {
  const minutes = (count: number): number => count * 60_000;
  expect(staleAfterMs()).toMatchObject({
    every_minute: minutes(45),
    every_5_minutes: minutes(45),
    every_15_minutes: minutes(45),
    hourly: minutes(180),
  });
  expect(staleAfterMs()).not.toHaveProperty('manual');
});

test('a quarter of an hour and an hour are counted from the anchor’s minute', () => {
  expect(places(schedule({ frequency: 'every_15_minutes' }), '2025-06-01T00:00:00Z', 3)).toEqual([
    '2025-06-01T00:07Z',
    '2025-06-01T00:22Z',
    '2025-06-01T00:37Z',
  ]);
  expect(places(schedule({ frequency: 'hourly' }), '2025-06-01T00:07:00Z', 2)).toEqual([
    '2025-06-01T01:07Z',
    '2025-06-01T02:07Z',
  ]);
});

test('a day is a day of the time zone, at the requested time', () => {
  // Santiago is at UTC−3 in summer and at UTC−4 in winter
  expect(places(schedule({ timezone: SANTIAGO, runAt: '03:30' }), '2025-04-05T00:00:00Z', 3)).toEqual([
    '2025-04-05T06:30Z',
    '2025-04-06T07:30Z',
    '2025-04-07T07:30Z',
  ]);
});

test('a time that a day skips comes an hour later, and one that occurs twice is its first', () => {
  // Madrid leaves out 02:00–03:00 on 30 March 2025, and has it twice on 26 October 2025
  const madrid = schedule({ timezone: 'Europe/Madrid', runAt: '02:30' });
  expect(places(madrid, '2025-03-28T12:00:00Z', 3)).toEqual([
    '2025-03-29T01:30Z',
    '2025-03-30T01:30Z',
    '2025-03-31T00:30Z',
  ]);
  expect(places(madrid, '2025-10-24T12:00:00Z', 3)).toEqual([
    '2025-10-25T00:30Z',
    '2025-10-26T00:30Z',
    '2025-10-27T01:30Z',
  ]);
});

test('a midnight that a day skips causes no error', () => {
  // Santiago went from 00:00 to 01:00 on 7 September 2025
  expect(places(schedule({ timezone: SANTIAGO, runAt: '00:00' }), '2025-09-06T12:00:00Z', 2)).toEqual([
    '2025-09-07T04:00Z',
    '2025-09-08T03:00Z',
  ]);
});

test('a week keeps the anchor’s day of the week, a month its day of the month if there is one', () => {
  expect(places(schedule({ frequency: 'weekly', runAt: '06:00' }), '2025-02-01T00:00:00Z', 2)).toEqual([
    '2025-02-07T06:00Z',
    '2025-02-14T06:00Z',
  ]);
  expect(places(schedule({ frequency: 'monthly' }), '2025-02-01T00:00:00Z', 4)).toEqual([
    '2025-02-28T12:07Z',
    '2025-03-31T12:07Z',
    '2025-04-30T12:07Z',
    '2025-05-31T12:07Z',
  ]);
});

test('nothing is due by itself if a person triggers it', () => {
  expect(nextDue(schedule({ frequency: 'manual' }), at('2025-06-01T00:00:00Z'))).toBeNull();
});

test('from any moment, the next time is later, and none is in between', () => {
  const given = fc.record({
    frequency: fc.constantFrom(...FREQUENCIES.filter((one) => one !== 'manual')),
    timezone: fc.constantFrom(
      'UTC',
      SANTIAGO,
      'Europe/Madrid',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      '+05:30',
      'Etc/GMT+3',
    ),
    runAt: fc.constantFrom(null, '00:00', '02:30', '23:59'),
    anchor: fc.date({ min: at('2024-01-01'), max: at('2027-01-01'), noInvalidDate: true }),
    after: fc.date({ min: at('2024-01-01'), max: at('2029-01-01'), noInvalidDate: true }),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(given, ({ after, share, ...rest }) => {
      const due = nextDue(rest, after);
      if (due === null) return false;
      const between = new Date(after.getTime() + (due.getTime() - after.getTime()) * share);
      return due.getTime() > after.getTime() && nextDue(rest, between)?.getTime() === due.getTime();
    }),
    { numRuns: 2_000 },
  );
});
