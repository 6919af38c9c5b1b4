import type { Metas } from '../read/metas.ts';
import { parseLocalTime } from './store-time.ts';

interface EventTimes {
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
}

/** No zone is further from UTC. */
const FURTHEST_MS = 14 * 3_600_000;

/**
 * When an event begins and ends, by the ticket plugin's fields; what they do not say stays unknown.
 *
 * The start is a local time. The end is told best by its timestamp, which some versions of the plugin count
 * from the zone's midnight and some from UTC's: the start, told both ways, shows which. (The end's own
 * MySQL date is of no use: it is in UTC where the start's is local.) Without an end date, an event of one
 * day ends at its end hour, after midnight if that is earlier than its start. 00:00 is what the plugin's
 * form holds when nobody chose an hour.
 */
export function readEventTimes(metas: Metas, numDays: number, timezone: string): EventTimes {
  const meta = (name: string): string => metas.get(`WooCommerceEvents${name}`) ?? '';
  const startsAtUtc = readStart(meta('DateMySQLFormat'), timezone);
  if (startsAtUtc === null) return { startsAtUtc: null, endsAtUtc: null };
  const endStampMs = stampMs(meta('EndDateTimeTimestamp'));
  const startStampMs = stampMs(meta('DateTimeTimestamp'));
  if (endStampMs !== null) {
    const shiftMs = startStampMs === null ? 0 : startsAtUtc.getTime() - startStampMs;
    const endMs = endStampMs + (Math.abs(shiftMs) <= FURTHEST_MS ? shiftMs : 0);
    return { startsAtUtc, endsAtUtc: endMs >= startsAtUtc.getTime() ? new Date(endMs) : null };
  }
  const endClock = readClock(meta('HourEnd'), meta('MinutesEnd'), meta('EndPeriod'));
  if (endClock === null || numDays > 1) return { startsAtUtc, endsAtUtc: null };
  const date = meta('DateMySQLFormat').slice(0, 10);
  const sameDay = parseLocalTime(`${date} ${endClock}`, timezone);
  if (sameDay === null || sameDay.getTime() > startsAtUtc.getTime())
    return { startsAtUtc, endsAtUtc: sameDay };
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const nextDate = new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
  return { startsAtUtc, endsAtUtc: parseLocalTime(`${nextDate} ${endClock}`, timezone) };
}

function readStart(text: string, timezone: string): Date | null {
  // The plugin writes the Unix epoch where no date is set.
  if (text.startsWith('1970-01-01')) return null;
  return parseLocalTime(text, timezone);
}

function stampMs(text: string): number | null {
  return /^[1-9]\d{5,10}$/.test(text) ? Number(text) * 1000 : null;
}

/** `HH:MM:00`, or null where nobody chose an hour. */
function readClock(hourText: string, minuteText: string, period: string): string | null {
  if (!/^\d{1,2}$/.test(hourText) || !/^\d{0,2}$/.test(minuteText)) return null;
  const told = Number(hourText);
  const minute = Number(minuteText);
  if (told === 0 && minute === 0 && period === '') return null;
  const half = period.replace(/[.\s]/g, '').toLowerCase();
  const hour = half === 'pm' && told < 12 ? told + 12 : half === 'am' && told === 12 ? 0 : told;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
}
