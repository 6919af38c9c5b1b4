import { DateTime } from 'luxon';

/** A time in a zone, to the minute: `2026-03-01 09:00`; `–` if there is none. */
export function showTime(instant: string | Date | null, timezone: string): string {
  if (instant === null) return '–';
  const at = typeof instant === 'string' ? DateTime.fromISO(instant) : DateTime.fromJSDate(instant);
  return at.setZone(timezone).toFormat('yyyy-LL-dd HH:mm');
}

/** The same with the name of the zone, where no column title contains it. */
export function showZonedTime(instant: string | Date | null, timezone: string): string {
  return instant === null ? '–' : `${showTime(instant, timezone)} (${timezone})`;
}
