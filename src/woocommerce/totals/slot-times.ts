import { decodeHTMLStrict } from 'entities';
import { DateTime } from 'luxon';
import { zoneOf } from '../../kernel/time/timezone.ts';

/** A ticket's slot, as the store has it. */
export interface RawSlot {
  /** The text on the ticket, or else that of the product. */
  readonly shown: string;
  readonly date: string;
  /** The local time of the slot; '' if an older version of the ticket plugin wrote none. */
  readonly time: string;
  /** The zone of the ticket's product. */
  readonly timezone: string;
}

/** The forms of a slot's time in a store; the ticket plugin itself writes the first. A date alone is not among them. */
const FORMS = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm'];

/**
 * When the slot of a ticket is, as the store stores it: a moment, or the text of the date if the slot has no
 * time of day, which the ticket plugin writes as midnight.
 *
 * @shape `2027-01-09T09:30:00Z`; null if the store has no time that can be read
 */
export function whenOf({ shown, date, time, timezone }: RawSlot): string | null {
  const [local] = FORMS.map((form) =>
    DateTime.fromFormat(time.trim(), form, { zone: zoneOf(timezone) }),
  ).filter(({ isValid, year }) => isValid && year > 1970);
  if (local === undefined) return null;
  if (/ 00:00(:00)?$/.test(time.trim()) && !showsClock(shown)) return date === '' ? null : plain(date);
  const moments = local.getPossibleOffsets().map((moment) => moment.toUTC());
  const [first = local.toUTC()] = moments.toSorted((a, b) => a.toMillis() - b.toMillis());
  return first.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** Whether the text ends with a time in brackets. */
function showsClock(shown: string): boolean {
  const text = shown.trimEnd();
  const open = text.lastIndexOf('(');
  if (open < 0 || !text.endsWith(')')) return false;
  const inside = text.slice(open + 1, -1);
  const [time] = /^\d{1,2}(?::\d\d){1,2}/.exec(inside) ?? [];
  return time !== undefined && !/[\d)]/.test(inside.slice(time.length));
}

/** A text in the form in which the store shows it. */
export function plain(text: string): string {
  return decodeHTMLStrict(text);
}
