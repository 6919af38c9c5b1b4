const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

const STEPS: readonly (readonly [below: number, unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  [MINUTE_S, 'second', 1],
  [HOUR_S, 'minute', MINUTE_S],
  [DAY_S, 'hour', HOUR_S],
  [14 * DAY_S, 'day', DAY_S],
  [60 * DAY_S, 'week', 7 * DAY_S],
  [700 * DAY_S, 'month', 30.44 * DAY_S],
  [Number.POSITIVE_INFINITY, 'year', 365.25 * DAY_S],
];

/** `3 minutes ago`, `in 2 hours`: the distance of a time from now, in the unit that people would use. */
export function relativeTime(at: Date, now: Date, locale: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(seconds) < 5) return format.format(0, 'second');
  const [, unit, size] = STEPS.find(([below]) => Math.abs(seconds) < below) ?? ['', 'year' as const, DAY_S];
  return format.format(Math.trunc(seconds / size), unit);
}

/** A time to the second with its zone, shown when the pointer is on a relative time. */
export function exactTime(at: Date, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'long',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** A date with its time of day (`6:57 p. m.`), which is never broken over two lines. */
export function dateTime(at: Date, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
    .format(at)
    .replace(/\d+:\d\d.*$/, (time) => time.replaceAll(' ', '\u{a0}'));
}

/** The time of day to the second. */
export function clock(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);
}

export function dateOnly(at: Date, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** A day without a time: `2026-03-01` is the same day in every zone. */
export function calendarDay(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `1 h 04 min`, `12.3 s`, `840 ms`: a duration. */
export function duration(ms: number, locale: string): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  if (ms < 1000) return `${number(Math.round(ms), 0)} ms`;
  const seconds = ms / 1000;
  if (seconds < MINUTE_S) return `${number(seconds, seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / MINUTE_S);
  const rest = String(Math.floor(seconds % MINUTE_S)).padStart(2, '0');
  if (minutes < 60) return `${minutes} min ${rest} s`;
  return `${number(Math.floor(minutes / 60), 0)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
