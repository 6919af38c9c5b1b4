import { DateTime, IANAZone } from 'luxon';
import { AppError } from '../../kernel/errors.ts';
import { namedZone, zoneOf } from '../../kernel/timezone.ts';
import type { RawTime } from '../read/raw-rows.ts';

const SQL_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * A UTC time of a `…_gmt` column. NULL, '' and the zero date are no time.
 *
 * @throws rejected `time.malformed`
 */
export function parseStoreTime(text: string | null): Date | null {
  const clock = parseWallClock(text);
  return clock === null
    ? null
    : new Date(Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second));
}

/**
 * A time as the clock on the wall of a zone shows it, as UTC. An hour that exists twice (clocks set back)
 * is its first passing; one that does not exist (clocks set forward) is as long after the change as it
 * claims to be.
 *
 * @throws rejected `time.malformed`
 */
export function parseLocalTime(text: string | null, timezone: string): Date | null {
  const clock = parseWallClock(text);
  return clock === null ? null : wallClockToUtc(clock, timezone);
}

/**
 * A time of the store as UTC: what it says in UTC, else what the site's clock said. WordPress leaves the UTC
 * column of a post at zero until it is published.
 *
 * @throws rejected `time.malformed`
 */
export function readTime(time: RawTime, timezone: string): Date | null {
  return parseStoreTime(time.gmt) ?? parseLocalTime(time.local, timezone);
}

/** Is there any time at all, also one that is on no calendar? */
export function holdsTime({ gmt, local }: RawTime): boolean {
  return [gmt, local].some((text) => text !== null && !['', '0'].includes(text.trim()) && !isZero(text));
}

/** From Unix seconds to which a site's offset was added, back to UTC; null: no time. */
export type ShiftedClock = (shiftedEpochSeconds: number) => Date | null;

const QUARTER_S = 900;
const MOST_QUARTERS = 20_000;

/**
 * The ticket plugin's log keeps Unix seconds to which the site's offset was added: read as UTC they show
 * the site's wall clock. People come through a gate together, so a quarter of an hour's offset is worked
 * out once; no zone changes its clocks within one.
 */
export function shiftedClock(timezone: string): ShiftedClock {
  const offsetsMs = new Map<number, number>();
  return (shiftedEpochSeconds) => {
    if (!Number.isSafeInteger(shiftedEpochSeconds) || shiftedEpochSeconds <= 0) return null;
    const quarter = Math.floor(shiftedEpochSeconds / QUARTER_S);
    let offsetMs = offsetsMs.get(quarter);
    if (offsetMs === undefined) {
      const wall = new Date(quarter * QUARTER_S * 1000);
      offsetMs = wall.getTime() - wallClockToUtc(clockOf(wall), timezone).getTime();
      if (offsetsMs.size >= MOST_QUARTERS) offsetsMs.clear();
      offsetsMs.set(quarter, offsetMs);
    }
    return new Date(shiftedEpochSeconds * 1000 - offsetMs);
  };
}

function clockOf(wall: Date): WallClock {
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
  };
}

/**
 * The site's zone from WordPress's two options: a named zone, else a bare offset in hours, else UTC.
 *
 * @shape `America/Santiago` or `+HH:MM`
 */
export function siteTimezone(timezoneString: string, gmtOffset: string): string {
  return toldTimezone(timezoneString, gmtOffset) ?? '+00:00';
}

/**
 * The zone that the site itself names, as a configuration takes it; null: it names neither a zone nor an offset.
 *
 * @shape `America/Santiago`, `Etc/GMT+3` for three hours behind UTC, or `+05:30`
 */
export function ownTimezone(timezoneString: string, gmtOffset: string): string | null {
  const told = toldTimezone(timezoneString, gmtOffset);
  return told === null ? null : namedZone(told);
}

function toldTimezone(timezoneString: string, gmtOffset: string): string | null {
  if (timezoneString !== '' && IANAZone.isValidZone(timezoneString)) return timezoneString;
  const hours = Number(gmtOffset);
  if (gmtOffset.trim() === '' || !Number.isFinite(hours) || Math.abs(hours) > 14) return null;
  const minutes = Math.round(Math.abs(hours) * 60);
  return `${hours < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function parseWallClock(text: string | null): WallClock | null {
  if (text === null || text === '' || isZero(text)) return null;
  const match = SQL_TIME.exec(text);
  const part = (index: number): number => Number(match?.[index] ?? '0');
  const clock = {
    year: part(1),
    month: part(2),
    day: part(3),
    hour: part(4),
    minute: part(5),
    second: part(6),
  };
  if (match !== null && isOnCalendar(clock)) return clock;
  throw new AppError({
    kind: 'rejected',
    code: 'time.malformed',
    message: 'This is not a date.',
    details: { value: text.slice(0, 40) },
  });
}

function isZero(text: string): boolean {
  return text.startsWith('0000-00-00');
}

/** Dates like 2025-02-31 pass MySQL's loose mode; the calendar does not have them. */
function isOnCalendar({ year, month, day, hour, minute, second }: WallClock): boolean {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false;
  // The last day of a month is the day before the next one's first; a century has 400 years to begin anew in.
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function wallClockToUtc(clock: WallClock, timezone: string): Date {
  const local = DateTime.fromObject(clock, { zone: zoneOf(timezone) });
  const first = Math.min(...local.getPossibleOffsets().map((passing) => passing.toMillis()));
  return new Date(first);
}
