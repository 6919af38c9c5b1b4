import type { ConfigurationRow } from '../../backend/configurations/configuration-list.ts';
import { isSameZone, type TimezoneSource } from '../../kernel/time/timezone.ts';

const NAMED_BY: Readonly<Record<TimezoneSource, string>> = {
  given: 'as a person gave it',
  store: "the store's own",
  installation: 'TIME_ZONE, since the store names none',
};

/** The configuration's zone, who chose it, and whether the store's clocks show another time. */
export function zoneLine(one: ConfigurationRow): string {
  const why = one.timezone_source === null ? '' : ` (${NAMED_BY[one.timezone_source]})`;
  const differs = one.store_timezone !== null && !isSameZone(one.timezone, one.store_timezone);
  return `Its time zone is ${one.timezone}${why}.${differs ? ` The store's own is ${one.store_timezone}.` : ''}`;
}
