/**
 * Dates as people type them, in the order of the panel's locale. The browser's own date field would follow the
 * browser's locale.
 */

type Part = 'day' | 'month' | 'year';

interface Order {
  readonly parts: readonly Part[];
  readonly separator: string;
}

function orderOf(locale: string): Order {
  const written = new Intl.DateTimeFormat(locale, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = written.formatToParts(new Date(2025, 0, 2));
  return {
    parts: parts
      .map(({ type }) => type)
      .filter((type) => type === 'day' || type === 'month' || type === 'year'),
    separator: parts.find(({ type }) => type === 'literal')?.value.trim() || '/',
  };
}

/**
 * Formats `2025-08-31` for typing: `31-08-2025`, `31/08/2025` or `08/31/2025`; with a time `31-08-2025 20:00`.
 */
export function typedDate(iso: string, locale: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(iso);
  if (match === null) return '';
  const [, year = '', month = '', day = '', time] = match;
  const { parts, separator } = orderOf(locale);
  const date = parts.map((part) => ({ day, month, year })[part]).join(separator);
  return time === undefined ? date : `${date} ${time}`;
}

/**
 * Converts a typed date to `2025-08-31` or `2025-08-31T20:00`. An empty text stays empty; null if there is no
 * such day or time.
 *
 * @param withTime a time may follow the date; without one it is midnight
 */
export function readTypedDate(text: string, locale: string, withTime: boolean): string | null {
  if (text.trim() === '') return '';
  const match = /^\s*(\d{1,4})\D(\d{1,2})\D(\d{1,4})(?:[\s,T]+(\d{1,2}):(\d{2}))?\s*$/.exec(text);
  if (match === null || (!withTime && match[4] !== undefined)) return null;
  const [, first = '', second = '', third = '', hour = '0', minute = '0'] = match;
  // A date that begins with the year has the order of ISO 8601 in every locale.
  const parts: readonly Part[] = first.length === 4 ? ['year', 'month', 'day'] : orderOf(locale).parts;
  const found = Object.fromEntries([first, second, third].map((value, at) => [parts[at] ?? '', value]));
  const { year = '', month = '', day = '' } = found;
  if (year.length !== 4 || Number(hour) > 23 || Number(minute) > 59) return null;
  const two = (value: string): string => value.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const moment = new Date(`${date}T00:00:00Z`);
  // JavaScript would turn 31 June into 1 July.
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== date) return null;
  return withTime ? `${date}T${two(hour)}:${two(minute)}` : date;
}

/** The order of a date in the letters of a language: `dd-mm-aaaa`. */
export function dateHint(locale: string, letters: Readonly<Record<Part, string>>): string {
  const { parts, separator } = orderOf(locale);
  return parts.map((part) => letters[part]).join(separator);
}
