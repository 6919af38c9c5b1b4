import { decodeHTMLStrict } from 'entities';
import { DateTime } from 'luxon';
import { zoneOf } from '../../../kernel/time/timezone.ts';

/** A ticket's slot, as the store has it. */
export interface RawSlot {
  /** Its text on the ticket, else that of the product. */
  readonly shown: string;
  readonly date: string;
  /** The local time of the slot; '': older versions of the ticket plugin write none. */
  readonly time: string;
  /** The zone of the ticket's product. */
  readonly timezone: string;
}

/** The slot that an attendee chose whose ticket was not made yet. */
export interface ChosenSlot extends Omit<RawSlot, 'time'> {
  /** The product offers it for a whole day. */
  readonly isWholeDay: boolean;
  /** The day in the product's list; '': it has none. */
  readonly offeredDate: string;
}

/** The ticket plugin writes the first; a date alone is not a time. */
const FORMS = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm'];

/**
 * The time of a ticket's slot, as the store writes it: a moment, or the date's text if the slot has no time of day,
 * which the ticket plugin writes as midnight.
 *
 * @shape `2027-01-09T09:30:00Z`; null if the store writes no readable time
 */
export function whenOf({ shown, date, time, timezone }: RawSlot): string | null {
  const moment = momentOf(time.trim(), timezone);
  if (moment === null) return null;
  if (/ 00:00(:00)?$/.test(time.trim()) && timeIn(shown) === null) return date === '' ? null : plain(date);
  return moment;
}

/**
 * When a chosen slot is: the day by the form of the site's dates, and the time in brackets after the slot's name.
 *
 * @shape as of `whenOf`
 */
export function whenChosen(
  { shown, date, offeredDate, timezone, isWholeDay }: ChosenSlot,
  dateFormat: string,
): string | null {
  const time = timeIn(shown);
  const text = date === '' ? offeredDate : date;
  if (time === null) return isWholeDay && text !== '' ? plain(text) : null;
  const day = dayOf(offeredDate, dateFormat) ?? dayOf(date, dateFormat);
  const clock = clockOf(time);
  return day === null || clock === null ? null : momentOf(`${day} ${clock}`, timezone);
}

/** The earliest moment at which clocks of the zone show this. */
function momentOf(text: string, timezone: string): string | null {
  const [local] = FORMS.map((form) => DateTime.fromFormat(text, form, { zone: zoneOf(timezone) })).filter(
    ({ isValid, year }) => isValid && year > 1970,
  );
  if (local === undefined) return null;
  const moments = local.getPossibleOffsets().map((moment) => moment.toUTC());
  const [first = local.toUTC()] = moments.toSorted((a, b) => a.toMillis() - b.toMillis());
  return first.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** The time in brackets at the end of a text, including its half of the day; null if there is none. */
function timeIn(shown: string): string | null {
  const text = shown.trimEnd();
  const open = text.lastIndexOf('(');
  if (open < 0 || !text.endsWith(')')) return null;
  const inside = text.slice(open + 1, -1);
  const [time] = /^\d{1,2}(?::\d\d){1,2}/.exec(inside) ?? [];
  return time !== undefined && !/[\d)]/.test(inside.slice(time.length)) ? inside : null;
}

/** null if it names the half of the day in another language. */
function clockOf(time: string): string | null {
  const [, hours = '', minutes = '', half = ''] = /^(\d+):(\d+)(?::\d+)?(.*)$/.exec(time) ?? [];
  const letters = half.toLowerCase().replace(/[\s.]/g, '');
  const hour = Number(hours);
  if (letters === '') return hour < 24 ? `${hours.padStart(2, '0')}:${minutes}` : null;
  if (letters !== 'am' && letters !== 'pm') return null;
  const inHalf = hour === 12 ? 0 : hour;
  const of24 = letters === 'pm' && inHalf < 12 ? inHalf + 12 : inHalf;
  return of24 < 24 ? `${String(of24).padStart(2, '0')}:${minutes}` : null;
}

const TOKENS: Readonly<Record<string, string>> = {
  d: 'dd',
  j: 'd',
  m: 'LL',
  n: 'L',
  F: 'LLLL',
  M: 'LLL',
  Y: 'yyyy',
  y: 'yy',
};
const DAY_PARTS = [/d/, /L/, /y/];
/** Languages in which most sites write names of months. */
const LOCALES = ['en', 'es', 'pt', 'fr', 'de', 'it'];

/** A day that is written exactly in the site's form; null if it is not. @param format PHP's */
function dayOf(text: string, format: string): string | null {
  if (text === '') return null;
  let isKnown = true;
  const form = format.replace(/\\?(.)/gsu, (whole, character: string) => {
    const token = whole === character ? TOKENS[character] : undefined;
    if (token !== undefined) return token;
    if (!/\p{L}/u.test(character)) return character;
    if (whole === character) isKnown = false;
    return `'${character}'`;
  });
  // Luxon takes missing parts of a form from today's date.
  if (!isKnown || !DAY_PARTS.every((part) => part.test(form))) return null;
  for (const locale of /LLL/.test(form) ? LOCALES : ['en']) {
    const day = DateTime.fromFormat(plain(text).trim(), form, { zone: 'UTC', locale });
    if (day.isValid) return day.toFormat('yyyy-MM-dd');
  }
  return null;
}

/** A text as the store shows it. */
export function plain(text: string): string {
  return decodeHTMLStrict(text);
}
