import { DateTime } from 'luxon';
import { zoneOf } from '../../../kernel/time/timezone.ts';
import type { Metas } from '../../values/metas.ts';
import { parseLocalTime } from '../../values/times/store-time.ts';

interface EventTimes {
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
}

/** No zone is further from UTC. */
const FURTHEST_MS = 14 * 3_600_000;

/**
 * When an event begins and ends, by the ticket plugin's fields; what they do not say stays unknown.
 *
 * The start is a local time. The end comes best from its timestamp, then by its MySQL date, which is in UTC where the
 * start's is local. Without an end date, an event of one day ends at its end hour, after midnight if that is earlier
 * than its start. 00:00 is what the plugin's form holds when no hour was chosen.
 */
export function readEventTimes(metas: Metas, numDays: number, timezone: string): EventTimes {
  const meta = (name: string): string => metas.get(`WooCommerceEvents${name}`) ?? '';
  const startsAtUtc = readLocal(meta('DateMySQLFormat'), timezone);
  if (startsAtUtc === null) return { startsAtUtc: null, endsAtUtc: null };
  const endClock = readClock(meta('HourEnd'), meta('MinutesEnd'), meta('EndPeriod'));
  const told =
    stampedEnd(meta('EndDateTimeTimestamp'), meta('DateTimeTimestamp'), startsAtUtc, timezone) ??
    writtenEnd(meta('EndDateMySQLFormat'), endClock, timezone);
  if (told !== null) return { startsAtUtc, endsAtUtc: told >= startsAtUtc ? told : null };
  if (endClock === null || numDays > 1) return { startsAtUtc, endsAtUtc: null };
  const date = meta('DateMySQLFormat').slice(0, 10);
  const sameDay = parseLocalTime(`${date} ${endClock}`, timezone);
  if (sameDay === null || sameDay.getTime() > startsAtUtc.getTime())
    return { startsAtUtc, endsAtUtc: sameDay };
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const nextDate = new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
  return { startsAtUtc, endsAtUtc: parseLocalTime(`${nextDate} ${endClock}`, timezone) };
}

/**
 * The end by its timestamp. Newer versions of the plugin count it from the epoch, older ones took the zone's clock for
 * UTC's: the start, read both ways, shows which. Such a clock is read again in the zone, whose offset may be another
 * one at the end than at the start.
 */
function stampedEnd(endStamp: string, startStamp: string, startsAtUtc: Date, timezone: string): Date | null {
  const endMs = stampMs(endStamp);
  const startMs = stampMs(startStamp);
  if (endMs === null) return null;
  if (startMs === null || startMs === startsAtUtc.getTime()) return new Date(endMs);
  if (readLocal(wallClock(startMs), timezone)?.getTime() === startsAtUtc.getTime())
    return readLocal(wallClock(endMs), timezone);
  const shiftMs = startsAtUtc.getTime() - startMs;
  return new Date(endMs + (Math.abs(shiftMs) <= FURTHEST_MS ? shiftMs : 0));
}

/** The end by its MySQL date: in UTC, unless it shows the end hour that people chose unchanged. */
function writtenEnd(text: string, endClock: string | null, timezone: string): Date | null {
  const inUtc = readLocal(text, 'UTC');
  const inZone = readLocal(text, timezone);
  if (inUtc === null || inZone === null || endClock === null) return inUtc;
  const clockInZone = DateTime.fromJSDate(inUtc, { zone: zoneOf(timezone) }).toFormat('HH:mm:ss');
  return text.endsWith(endClock) && clockInZone !== endClock ? inZone : inUtc;
}

function readLocal(text: string, timezone: string): Date | null {
  // The plugin writes the Unix epoch where no date is set.
  if (text.startsWith('1970-01-01')) return null;
  return parseLocalTime(text, timezone);
}

/** What a clock shows that takes this moment for UTC. */
function wallClock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

function stampMs(text: string): number | null {
  return /^[1-9]\d{5,10}$/.test(text) ? Number(text) * 1000 : null;
}

/** `HH:MM:00`, or null where no hour was chosen. */
export function readClock(hourText: string, minuteText: string, period: string): string | null {
  if (!/^\d{1,2}$/.test(hourText) || !/^\d{0,2}$/.test(minuteText)) return null;
  const told = Number(hourText);
  const minute = Number(minuteText);
  if (told === 0 && minute === 0 && period === '') return null;
  const half = period.replace(/[.\s]/g, '').toLowerCase();
  const hour = half === 'pm' && told < 12 ? told + 12 : half === 'am' && told === 12 ? 0 : told;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
}
