import { expect, test } from 'vitest';
import { dateHint, readTypedDate, typedDate } from './typed-date.ts';

test.each([
  ['es-CL', '31-08-2025 20:05', 'dd-mm-aaaa'],
  ['en-GB', '31/08/2025 20:05', 'dd/mm/aaaa'],
  ['en-US', '08/31/2025 20:05', 'mm/dd/aaaa'],
])('in %s a date is typed in the order of the locale', (locale, typed, hint) => {
  expect(typedDate('2025-08-31T20:05', locale)).toBe(typed);
  expect(readTypedDate(typed, locale, true)).toBe('2025-08-31T20:05');
  expect(typedDate('2025-08-31', locale)).toBe(typed.slice(0, 10));
  expect(readTypedDate(typed.slice(0, 10), locale, false)).toBe('2025-08-31');
  expect(dateHint(locale, { day: 'dd', month: 'mm', year: 'aaaa' })).toBe(hint);
});

test('single digits, other separators and the order of ISO 8601 are accepted', () => {
  expect(readTypedDate(' 1/8/2025 ', 'es-CL', false)).toBe('2025-08-01');
  expect(readTypedDate('1.8.2025, 9:30', 'es-CL', true)).toBe('2025-08-01T09:30');
  expect(readTypedDate('2025-08-01', 'en-US', false)).toBe('2025-08-01');
  expect(readTypedDate('1-8-2025', 'es-CL', true)).toBe('2025-08-01T00:00');
  expect(readTypedDate('', 'es-CL', true)).toBe('');
});

test.each(['31-06-2025', '1-13-2025', '1-8-25', 'mañana', '1-8', '1-8-2025 25:00', '1-8-2025 9'])(
  '%s is not a date',
  (text) => expect(readTypedDate(text, 'es-CL', true)).toBe(null),
);

test('a time is refused where only a day is asked for', () => {
  expect(readTypedDate('1-8-2025 9:30', 'es-CL', false)).toBe(null);
});
