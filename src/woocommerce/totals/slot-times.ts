import { decodeHTMLStrict } from 'entities';
import { DateTime } from 'luxon';
import { zoneOf } from '../../kernel/time/timezone.ts';

/** Texts of a ticket that say which slot it is for, as the store has them. */
export interface RawSlot {
  readonly shown: string;
  readonly date: string;
  /** The local time of the slot; '': older versions of the ticket plugin write none. */
  readonly time: string;
}

/**
 * When the slot of a ticket is, as the store writes it: a moment, or the date's text where the slot has no time of day,
 * which the ticket plugin writes as midnight.
 *
 * @shape `2027-01-09T09:30:00Z`; null: the store writes no time that can be read
 */
export function whenOf({ shown, date, time }: RawSlot, timezone: string): string | null {
  const local = DateTime.fromSQL(time.trim(), { zone: zoneOf(timezone) });
  if (!local.isValid || local.year <= 1970) return null;
  const showsClock = /\(\d{1,2}:\d\d/.test(shown);
  if (/ 00:00(:00)?$/.test(time.trim()) && !showsClock) return plain(date);
  const moments = local.getPossibleOffsets().map((moment) => moment.toUTC());
  const [first = local.toUTC()] = moments.toSorted((a, b) => a.toMillis() - b.toMillis());
  return first.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** A text as the store shows it. */
export function plain(text: string): string {
  return decodeHTMLStrict(text);
}
