import { DateTime } from 'luxon';
import { zoneOf } from './timezone.ts';

/** Converts a time from a client. Without an offset it is in this zone. The contract has checked its form. */
export function toInstant(text: string, timezone: string): Date {
  return DateTime.fromISO(text.replace(' ', 'T'), { zone: zoneOf(timezone) }).toJSDate();
}

/** The time in UTC, always with six digits. */
export function toInstantText(instant: Date): string {
  return instant.toISOString().replace('Z', '000Z');
}
