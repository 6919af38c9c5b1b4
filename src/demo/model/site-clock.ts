import { DateTime } from 'luxon';

/**
 * Whole seconds since 1970 in UTC. WordPress stores no finer times, and hundreds of thousands of numbers cost
 * less memory than Date objects.
 */
export type UtcSeconds = number;

/** Writes times as WordPress does: in UTC and in the site's local time. */
export interface SiteClock {
  /** `2025-03-11 09:30:33` in UTC. */
  utc(at: UtcSeconds): string;
  /** The same time in the site's zone. */
  local(at: UtcSeconds): string;
  /** Seconds to add to UTC to get the local time. */
  offsetSeconds(at: UtcSeconds): number;
  /** The time in any luxon format in the site's zone, in English as in an untranslated WordPress. */
  format(at: UtcSeconds, pattern: string): string;
  /** The UTC time of a local time. */
  fromLocal(text: string): UtcSeconds;
}

const DAY_SECONDS = 86_400;

export function createSiteClock(zone: string): SiteClock {
  const askZone = (at: UtcSeconds): number => DateTime.fromSeconds(at, { zone }).offset * 60;
  // Calling luxon for each row would cost minutes, so the offset is cached by day unless the clocks change on it.
  const offsetByDay = new Map<number, number | 'changes'>();
  const offsetSeconds = (at: UtcSeconds): number => {
    const day = Math.floor(at / DAY_SECONDS);
    let offset = offsetByDay.get(day);
    if (offset === undefined) {
      const morning = askZone(day * DAY_SECONDS);
      offset = morning === askZone((day + 1) * DAY_SECONDS) ? morning : 'changes';
      offsetByDay.set(day, offset);
    }
    return offset === 'changes' ? askZone(at) : offset;
  };
  const momentByText = new Map<string, UtcSeconds>();
  const fromLocal = (text: string): UtcSeconds => {
    let moment = momentByText.get(text);
    if (moment === undefined) {
      moment = DateTime.fromSQL(text, { zone }).toUnixInteger();
      momentByText.set(text, moment);
    }
    return moment;
  };
  return {
    utc: formatUtc,
    local: (at) => formatUtc(at + offsetSeconds(at)),
    offsetSeconds,
    format: (at, pattern) => DateTime.fromSeconds(at, { zone, locale: 'en-US' }).toFormat(pattern),
    fromLocal,
  };
}

const dayTexts = new Map<number, string>();

function formatUtc(at: UtcSeconds): string {
  const day = Math.floor(at / DAY_SECONDS);
  let dayText = dayTexts.get(day);
  if (dayText === undefined) {
    dayText = new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
    dayTexts.set(day, dayText);
  }
  const second = at - day * DAY_SECONDS;
  return `${dayText} ${two(second / 3600)}:${two((second % 3600) / 60)}:${two(second % 60)}`;
}

function two(value: number): string {
  const whole = Math.floor(value);
  return whole < 10 ? `0${whole}` : String(whole);
}
