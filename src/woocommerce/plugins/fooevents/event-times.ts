import { DateTime } from 'luxon';
import { zoneOf } from '../../../kernel/time/timezone.ts';
import type { Metas } from '../../values/metas.ts';
import { parseLocalTime } from '../../values/times/store-time.ts';

interface EventTimes {
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
}

/** No time zone differs more from UTC. */
const FURTHEST_MS = 14 * 3_600_000;

/**
 * Reads when an event begins and ends from the ticket plugin's fields; missing values stay unknown.
 *
 * The start is a local time. The end comes from its timestamp, or else from its MySQL date, which is in UTC
 * although the start's is local. Without an end date, an event of one day ends at its end hour; if that is
 * earlier than its start, it ends after midnight. The plugin's form stores 00:00 if no hour was chosen.
 */
export function readEventTimes(metas: Metas, numDays: number, timezone: string): EventTimes {
  const meta = (name: string): string => metas.get(`WooCommerceEvents${name}`) ?? '';
  const startsAtUtc = readLocal(meta('DateMySQLFormat'), timezone);
  if (startsAtUtc === null) return { startsAtUtc: null, endsAtUtc: null };
  const endClock = readClock(meta('HourEnd'), meta('MinutesEnd'), meta('EndPeriod'));
  const endsAtUtc =
    stampedEnd(meta('EndDateTimeTimestamp'), meta('DateTimeTimestamp'), startsAtUtc, timezone) ??
    writtenEnd(meta('EndDateMySQLFormat'), endClock, timezone);
  if (endsAtUtc !== null) return { startsAtUtc, endsAtUtc: endsAtUtc >= startsAtUtc ? endsAtUtc : null };
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
 * The end by its timestamp. Newer versions of the plugin store Unix seconds; older ones converted the local
 * time as if it were UTC. The start, converted in both ways, shows which version it was. A local time is then
 * converted with the zone's offset at the end, which may differ from that at the start.
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

/** The end by its MySQL date, which is in UTC unless it shows the chosen end hour unchanged. */
function writtenEnd(text: string, endClock: string | null, timezone: string): Date | null {
  const inUtc = readLocal(text, 'UTC');
  const inZone = readLocal(text, timezone);
  if (inUtc === null || inZone === null || endClock === null) return inUtc;
  const clockInZone = DateTime.fromJSDate(inUtc, { zone: zoneOf(timezone) }).toFormat('HH:mm:ss');
  return text.endsWith(endClock) && clockInZone !== endClock ? inZone : inUtc;
}

function readLocal(text: string, timezone: string): Date | null {
  // The plugin writes the Unix epoch for a missing date.
  if (text.startsWith('1970-01-01')) return null;
  return parseLocalTime(text, timezone);
}

/** The UTC time as text. */
function wallClock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

function stampMs(text: string): number | null {
  return /^[1-9]\d{5,10}$/.test(text) ? Number(text) * 1000 : null;
}

/** `HH:MM:00`, or null if no hour was chosen. */
function readClock(hourText: string, minuteText: string, period: string): string | null {
  const isUnset = Number(hourText) === 0 && Number(minuteText) === 0 && period === '';
  return isUnset ? null : chosenClock(hourText, minuteText, period);
}

/** The text `HH:MM:00` of a time that was chosen, including midnight; null if it is not a time. */
export function chosenClock(hourText: string, minuteText: string, period: string): string | null {
  if (!/^\d{1,2}$/.test(hourText) || !/^\d{0,2}$/.test(minuteText)) return null;
  const written = Number(hourText);
  const minute = Number(minuteText);
  const half = period.replace(/[.\s]/g, '').toLowerCase();
  const hour = half === 'pm' && written < 12 ? written + 12 : half === 'am' && written === 12 ? 0 : written;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
}
