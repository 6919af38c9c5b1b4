import { expect, it } from 'vitest';
import { whenOf } from './slot-times.ts';

const at = (shown: string, time: string, date = '09/01/2027') =>
  whenOf({ shown, date, time, timezone: 'Europe/Madrid' });

it.each(['Party (00:00)', 'Party (12:00 a.m.)', 'Party (12:00 π.μ.)', 'Party (0:00:00 Uhr) '])(
  'counts a ticket at midnight where its text shows a time: %s',
  (shown) => {
    expect(at(shown, '2027-01-09 00:00:00')).toBe('2027-01-08T23:00:00Z');
  },
);

it.each([
  'All day',
  'Hall (2)',
  'Tour (10:30) of the cellar',
  'Tour (10:30-12:00)',
  'All day)',
  '(10:30) all)',
])('counts a ticket by its date where midnight is written and its text ends with no time: %s', (shown) => {
  expect(at(shown, '2027-01-09 00:00:00')).toBe('09/01/2027');
  expect(at(shown, '2027-01-09 00:00:00', '')).toBeNull();
});

it.each(['', 'soon', '2027-01-09', '10:30:00', '1970-01-01 00:00:00', '2027-02-30 10:30:00'])(
  'knows no time where the store writes %j',
  (time) => {
    expect(at('Tour (10:30)', time)).toBeNull();
  },
);

it('counts a ticket at its written time', () => {
  expect(at('Tour (10:30)', '2027-01-09 10:30:00')).toBe('2027-01-09T09:30:00Z');
  expect(at('Tour', ' 2027-01-09 10:30 ')).toBe('2027-01-09T09:30:00Z');
});
