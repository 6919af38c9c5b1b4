import { expect, test } from 'vitest';
import { decimal, money, percent, withoutPadding } from './format-money.ts';
import { calendarDay, duration, exactTime, relativeTime } from './format-time.ts';

/** All kinds of spaces count as equal, because each locale has its own. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

test('writes money by locale and currency, to the last digit', () => {
  expect(plain(money('25000', 'CLP', 'es-CL'))).toBe('$25.000');
  expect(plain(money('1234.50', 'EUR', 'es-ES'))).toBe('1234,50 €');
  expect(plain(money('-10.005', 'EUR', 'en-GB'))).toBe('-€10.005');
  expect(plain(money('1.250', 'KWD', 'en'))).toBe('KWD 1.250');
  expect(money('12345678901234567890.12', 'USD', 'en')).toBe('$12,345,678,901,234,567,890.12');
  expect(plain(money('5', 'not one', 'en'))).toBe('5 not one');
  expect(decimal('1234.50', 'es-CL')).toBe('1.234,50');
  expect(plain(percent(97.55, 'es-CL'))).toBe('97,6%');
});

test('says how long ago in a natural unit', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const ago = (iso: string, locale = 'en') => relativeTime(new Date(iso), now, locale);
  expect(ago('2026-03-01T11:59:57Z')).toBe('now');
  expect(ago('2026-03-01T11:59:20Z')).toBe('40 seconds ago');
  expect(ago('2026-03-01T11:01:00Z')).toBe('59 minutes ago');
  expect(ago('2026-03-01T14:30:00Z')).toBe('in 2 hours');
  expect(ago('2026-02-28T11:00:00Z')).toBe('yesterday');
  expect(ago('2026-02-28T11:00:00Z', 'es')).toBe('ayer');
  expect(ago('2025-12-01T12:00:00Z')).toBe('2 months ago');
});

test('shows a moment exactly, and a day as that day in any time zone', () => {
  expect(plain(exactTime(new Date('2026-03-01T12:00:00Z'), 'en-GB', 'UTC'))).toBe(
    '1 March 2026 at 12:00:00 UTC',
  );
  expect(calendarDay('2026-03-01', 'es-CL', { day: 'numeric', month: 'short' })).toBe('1 mar');
});

test('shows how long something took', () => {
  expect([12, 1500, 59_900, 61_000, 3_725_000].map((ms) => duration(ms, 'en'))).toEqual([
    '12 ms',
    '1.5 s',
    '60 s',
    '1 min 01 s',
    '1 h 02 min',
  ]);
});

test('drops only trailing zeros', () => {
  expect(['421320.00000000', '7.17000000', '100', '-0.50000000', '2026-01-01'].map(withoutPadding)).toEqual([
    '421320',
    '7.17',
    '100',
    '-0.5',
    '2026-01-01',
  ]);
});
