import { expect, it } from 'vitest';
import { isWithinHours } from './event-hours.ts';

const START = new Date('2026-11-20T22:00:00Z');

it.each([
  ['long before', null, '2026-11-20T18:59:59Z', false],
  ['as the doors open', null, '2026-11-20T19:00:00Z', true],
  ['twelve hours after the start, where no end is known', null, '2026-11-21T10:00:00Z', true],
  ['later', null, '2026-11-21T10:00:01Z', false],
  ['at its end', '2026-11-22T03:00:00Z', '2026-11-22T03:00:00Z', true],
  ['after its end', '2026-11-22T03:00:00Z', '2026-11-22T03:00:01Z', false],
  [
    'with an end before its start, which counts as none',
    '2026-11-19T03:00:00Z',
    '2026-11-21T09:00:00Z',
    true,
  ],
])('an event is on or not: %s', (_when, end, now, isOn) => {
  const hours = { startsAtUtc: START, endsAtUtc: end === null ? null : new Date(end) };
  expect(isWithinHours(hours, new Date(now))).toBe(isOn);
});

it('an event without a start is never on', () => {
  expect(isWithinHours({ startsAtUtc: null, endsAtUtc: START }, START)).toBe(false);
});
