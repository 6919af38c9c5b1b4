import { zoneOf } from '../kernel/time/timezone.ts';

/** No zone changes its offset within a quarter of an hour. */
const QUARTER_MS = 15 * 60_000;
const MOST_KEPT = 20_000;
const offsets = new Map<string, number>();

/**
 * The time on a clock of this zone, as if it were UTC. An unknown zone shows UTC. Not a number for a time that no
 * `Date` can be, such as one after the year 9999.
 *
 * @param instant as `readExpression` prints it: `2026-03-01T12:00:00.000000Z`
 * @unit ms since 1970, rounded down to a second
 */
export function localMs(instant: string, zone: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return ms;
  return Math.floor((ms + offsetMs(ms, zone)) / 1000) * 1000;
}

/** `2026-03-01 09:00:00`, which spreadsheets of all languages read as a time. */
export function localText(instant: string, zone: string): string {
  const ms = localMs(instant, zone);
  // A single wrong time must not end the file.
  if (!Number.isFinite(ms)) return instant;
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function offsetMs(ms: number, zone: string): number {
  const key = `${zone} ${Math.floor(ms / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const minutes = zoneOf(zone).offset(ms);
  const offset = Number.isNaN(minutes) ? 0 : minutes * 60_000;
  if (offsets.size >= MOST_KEPT) offsets.clear();
  offsets.set(key, offset);
  return offset;
}
