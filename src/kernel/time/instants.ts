import { DateTime } from 'luxon';
import { zoneOf } from './timezone.ts';

/** A time from a client; without an offset it is in this zone. The contract has checked its form. */
export function toInstant(text: string, timezone: string): Date {
  return DateTime.fromISO(text.replace(' ', 'T'), { zone: zoneOf(timezone) }).toJSDate();
}

/** Always UTC, always six digits. */
export function toInstantText(instant: Date): string {
  return instant.toISOString().replace('Z', '000Z');
}
