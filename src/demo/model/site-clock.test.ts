import { expect, test } from 'vitest';
import { createSiteClock } from './site-clock.ts';

const clock = createSiteClock('America/Santiago');
const utc = (text: string): number => Date.parse(`${text}Z`) / 1000;

test('writes a time in UTC and in local time', () => {
  expect(clock.utc(utc('2025-03-11T09:30:33'))).toBe('2025-03-11 09:30:33');
  expect(clock.local(utc('2025-03-11T09:30:33'))).toBe('2025-03-11 06:30:33');
});

test('handles the hours in which Chile sets its clocks back and forward', () => {
  // 6 April 2025: at 03:00 UTC the wall clock went from 24:00 back to 23:00.
  expect(clock.local(utc('2025-04-06T02:59:59'))).toBe('2025-04-05 23:59:59');
  expect(clock.local(utc('2025-04-06T03:00:00'))).toBe('2025-04-05 23:00:00');
  // 7 September 2025: at 04:00 UTC it went from 00:00 to 01:00.
  expect(clock.local(utc('2025-09-07T03:59:59'))).toBe('2025-09-06 23:59:59');
  expect(clock.local(utc('2025-09-07T04:00:00'))).toBe('2025-09-07 01:00:00');
});

test('reads a local time', () => {
  expect(clock.fromLocal('2025-11-15 19:30:00')).toBe(utc('2025-11-15T22:30:00'));
  expect(clock.fromLocal('2025-07-15 19:30:00')).toBe(utc('2025-07-15T23:30:00'));
});
