const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Dates in the forms that people and importers use, each with the positions of year, month and day. */
const DATES: readonly (readonly [RegExp, year: number, month: number, day: number])[] = [
  [/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/, 1, 2, 3],
  [/^(\d{1,2})[-.](\d{1,2})[-.](\d{4})(?!\d)/, 3, 2, 1],
  // PHP expects the month first, and people in most countries write the day first. Only a number above 12 shows
  // which it is.
  [/^(\d{1,2})\/(1[3-9]|2\d|3[01])\/(\d{4})(?!\d)/, 3, 1, 2],
  [/^(1[3-9]|2\d|3[01])\/(\d{1,2})\/(\d{4})(?!\d)/, 3, 2, 1],
  [/^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=$|T?\d{4}(?:\d\d)?$)/i, 1, 2, 3],
  [/^(?:[a-z]{3,9}, ?)?(\d{1,2}) ([a-z]{3,9}),? (\d{4})(?!\d)/i, 3, 2, 1],
  [/^(?:[a-z]{3,9}, ?)?([a-z]{3,9}) (\d{1,2}),? (\d{4})(?!\d)/i, 3, 1, 2],
];
const CLOCK =
  /^(?:(?:[ T]|,? @ |, )(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?([ap])?\.?(?:m\.?)?|T?(\d\d)(\d\d)(\d\d)?)? ?(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d)?)?$/i;
const MILLISECONDS = /^\d{13}$/;
const EXPONENT = /^\d(?:\.\d{1,9})?e\+?9$/i;

/**
 * Converts a time in a form that people and importers use, and that WooCommerce never writes, to the form of
 * SQL and ISO 8601 or to Unix seconds. Null if it is not a time, or is ambiguous.
 */
export function usualForm(text: string): string | null {
  if (MILLISECONDS.test(text)) return text.slice(0, -3);
  if (/^@\d{1,10}$/.test(text)) return text.slice(1);
  if (EXPONENT.test(text)) return String(Math.trunc(Number(text)));
  for (const [form, year, month, day] of DATES) {
    const date = form.exec(text);
    if (date === null) continue;
    const clock = clockOf(text.slice(date[0].length));
    const number = monthOf(date[month] ?? '');
    return clock === null || number === null
      ? null
      : `${date[year]}-${number}-${(date[day] ?? '').padStart(2, '0')}${clock}`;
  }
  return null;
}

/** The number of a month, such as `04` for `4`, `Apr` and `April`. */
function monthOf(text: string): string | null {
  if (/^\d+$/.test(text)) return text.padStart(2, '0');
  const at = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return at < 0 ? null : String(at + 1).padStart(2, '0');
}

/**
 * The rest after the date, such as ` 14:00:27+00:00`; '' if there is only a date. Null if it is not a time of day.
 */
function clockOf(text: string): string | null {
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const [, hour = match[5], minute = match[6], second = match[7] ?? '00', half] = match;
  if (hour === undefined || minute === undefined) return match[0].trim() === '' ? '' : null;
  const hourNumber = Number(hour);
  if (half !== undefined && (hourNumber < 1 || hourNumber > 12)) return null;
  const hours = half === undefined ? hourNumber : (hourNumber % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const zone = match[8] === undefined ? (match[9] ?? '') && `${match[9]}:${match[10] ?? '00'}` : 'Z';
  return ` ${String(hours).padStart(2, '0')}:${minute}:${second}${zone}`;
}
