import { DateTime } from 'luxon';
import { isZoneName, namedZone, zoneOf } from '../../../kernel/time/timezone.ts';
import type { RowNotes } from '../row-notes.ts';
import { usualForm } from './written-times.ts';

/** A time of the store in all places where the store keeps it. The first place with a time counts. */
export type RawTime = readonly RawTimePlace[];

interface RawTimePlace {
  /** The name of the column or meta. */
  readonly field: string;
  readonly text: string | null;
  /** The zone if the text has none: UTC, or the site's. */
  readonly clock: 'utc' | 'site';
}

/**
 * A date with or without a time, in the form of SQL or ISO 8601. Days up to 31 and hours up to 24 are accepted:
 * 30 February becomes 2 March, as in PHP.
 */
const WRITTEN =
  /^([1-9]\d{3})-(0\d|1[0-2])-([0-2]\d|3[01])(?:([ T])([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** Unix seconds of the years up to 2286, also in the form of a PHP float. */
const UNIX_SECONDS = /^\d{1,10}(?:\.\d*)?$/;

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Reads a UTC time of a `…_gmt` column; null if it is missing or not a time. */
export function parseStoreTime(text: string | null): Date | null {
  return parseTime(text, null)?.at ?? null;
}

/**
 * Converts a local time of a zone to UTC. If a local time occurs twice (clocks set back), the first one is taken.
 * If it does not exist (clocks set forward), it is shifted by the change. Null if it is missing or not a time.
 */
export function parseLocalTime(text: string | null, timezone: string): Date | null {
  return parseTime(text, timezone)?.at ?? null;
}

/**
 * Reads a time of the store as UTC, from the first of its places with a time. Importers write times in forms
 * that WooCommerce reads although it never writes them. A form that WooCommerce cannot read is not a time.
 *
 * @param owner an addition to the row's name in notes: ` of refund 12`
 */
export function readTime(time: RawTime, timezone: string, notes: RowNotes, owner = ''): Date | null {
  for (const { field, text, clock } of time) {
    if (holdsNoTime(text)) continue;
    const read = parseAnyForm(text.trim(), clock === 'utc' ? null : timezone);
    if (read === null) notes.add(field + owner, text, 'time_unreadable');
    else {
      if (!read.isUsual) notes.add(field + owner, text, 'time_other_form');
      return read.at;
    }
  }
  return null;
}

/** Whether any of the places is filled, even with a time that cannot be read. */
export function saysWhen(time: RawTime): boolean {
  return time.some(({ text }) => !holdsNoTime(text) && /[1-9]/.test(text));
}

function holdsNoTime(text: string | null): text is null {
  return text === null || /^\s*(?:0?\s*$|0000-00-00)/.test(text);
}

interface ParsedTime {
  readonly at: Date;
  /** Whether it is a valid date in WooCommerce's own form. */
  readonly isUsual: boolean;
}

/** Reads a time also in the forms that importers and people use. */
function parseAnyForm(text: string, timezone: string | null): ParsedTime | null {
  // Eight digits are a date without separators, and not Unix seconds of the seventies.
  const usual = parseTime(text, timezone);
  if (usual !== null && !/^(?:19|20)\d{6}$/.test(text)) return usual;
  const read = parseTime(usualForm(text), timezone) ?? usual;
  return read === null ? null : { ...read, isUsual: false };
}

/**
 * Reads a time as WooCommerce does: a number is Unix seconds, an offset counts, and any other text is local
 * time.
 *
 * @param timezone null means UTC
 */
function parseTime(written: string | null, timezone: string | null): ParsedTime | null {
  const text = written?.trim() ?? '';
  if (UNIX_SECONDS.test(text)) {
    return { at: new Date(Math.trunc(Number(text)) * 1000), isUsual: !text.includes('.') };
  }
  const match = WRITTEN.exec(text);
  if (match === null) return null;
  const part = (index: number): number => Number(match[index] ?? '0');
  // Days beyond the month continue in the next one: 30 February is 2 March. Day 0 is the day before the first.
  const asUtc = new Date(Date.UTC(part(1), part(2) - 1, part(3), part(5), part(6), part(7)));
  const isUsual =
    match[4] !== 'T' && match[8] === undefined && asUtc.getUTCMonth() + 1 === part(2) && part(5) < 24;
  const offsetMs = offsetOf(match[8]);
  if (offsetMs !== null) return { at: new Date(asUtc.getTime() - offsetMs), isUsual };
  return { at: timezone === null ? asUtc : wallClockToUtc(clockOf(asUtc), timezone), isUsual };
}

/** The offset `Z`, `+05:30` or `-0300` in minutes; null if the text names none. */
function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Converts Unix seconds to which a site's offset was added back to UTC; null if it is not a time. */
export type ShiftedClock = (shiftedEpochSeconds: number) => Date | null;

const QUARTER_S = 900;
const MOST_QUARTERS = 20_000;

/**
 * Converts times of the ticket plugin's log, which are Unix seconds plus the site's offset: read as UTC, they
 * show the local time. Check-ins are close together, so the offset is computed once for each quarter of an
 * hour, within which no zone changes its clocks.
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
 * The site's zone from WordPress's two options: a named zone, or else a bare offset in hours, or else UTC.
 *
 * @shape `America/Santiago` or `+HH:MM`
 */
export function siteTimezone(timezoneString: string, gmtOffset: string): string {
  return chosenTimezone(timezoneString, gmtOffset) ?? '+00:00';
}

/**
 * The site's own zone in the form for a configuration; null if the site names neither a zone nor an offset.
 *
 * @shape `America/Santiago`, `Etc/GMT+3` for three hours behind UTC, or `+05:30`
 */
export function ownTimezone(timezoneString: string, gmtOffset: string): string | null {
  const chosen = chosenTimezone(timezoneString, gmtOffset);
  return chosen === null ? null : namedZone(chosen);
}

function chosenTimezone(timezoneString: string, gmtOffset: string): string | null {
  if (isZoneName(timezoneString)) return timezoneString;
  const hours = Number(gmtOffset);
  if (gmtOffset.trim() === '' || !Number.isFinite(hours) || Math.abs(hours) > 14) return null;
  const minutes = Math.round(Math.abs(hours) * 60);
  return `${hours < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function wallClockToUtc(clock: WallClock, timezone: string): Date {
  const local = DateTime.fromObject(clock, { zone: zoneOf(timezone) });
  const first = Math.min(...local.getPossibleOffsets().map((passing) => passing.toMillis()));
  return new Date(first);
}
