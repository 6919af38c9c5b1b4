import type { Zone } from 'luxon';
import type { Schedule } from '../backend/dispatch/schedule-records.ts';
import { zoneOf } from '../kernel/time/timezone.ts';
import { FREQUENCIES, type Frequency } from '../vocabulary/configurations.ts';

const MINUTE_MS = 60_000;
/** A configuration is stale if it had no success for this many periods. */
const STALE_PERIODS = 3;
/** A first sync, a sweep, a retry or a late tick delays frequent executions by some minutes, which needs no attention. */
const STALE_AT_LEAST_MS = 45 * MINUTE_MS;
/** Steps that have the same length all year round. */
const FIXED_MS: Readonly<Partial<Record<Frequency, number>>> = {
  every_minute: MINUTE_MS,
  every_5_minutes: 5 * MINUTE_MS,
  every_15_minutes: 15 * MINUTE_MS,
  hourly: 60 * MINUTE_MS,
};
/**
 * The first scheduled time after `after`; null for a configuration without a schedule. The times are computed
 * from the anchor, so neither a late tick nor a manual trigger moves them.
 *
 * Days, weeks and months are those of the configuration's time zone. If a configuration is due at 02:30, it is
 * due once on each day, even if the clocks change: if 02:30 does not exist on that day, it is due an hour
 * later; if 02:30 exists twice, it is due at the first one.
 *
 * @unit whole minutes
 */
export function nextDue(schedule: Schedule, after: Date): Date | null {
  const stepMs = FIXED_MS[schedule.frequency];
  const anchorMs = Math.floor(schedule.anchor.getTime() / MINUTE_MS) * MINUTE_MS;
  if (stepMs !== undefined) {
    const steps = Math.floor((after.getTime() - anchorMs) / stepMs) + 1;
    return new Date(anchorMs + steps * stepMs);
  }
  const { frequency } = schedule;
  if (frequency !== 'daily' && frequency !== 'weekly' && frequency !== 'monthly') return null;
  const named = zoneOf(schedule.timezone);
  const zone = named.isValid ? named : UTC;
  const anchor = localOf(zone, anchorMs);
  const timeMs =
    schedule.runAt === null ? ((anchor.getTime() % DAY_MS) + DAY_MS) % DAY_MS : timeOfDayMs(schedule.runAt);
  const from = localOf(zone, after.getTime());
  // The previous time may still be after `after`, if its day has begun but its time of day has not come.
  for (let step = 0; ; step += 1) {
    const dueMs = instantOf(zone, dayOf(frequency, anchor, from, step) + timeMs);
    if (dueMs > after.getTime()) return new Date(dueMs);
  }
}

const DAY_MS = 24 * 60 * MINUTE_MS;
const UTC = zoneOf('UTC');

/** The local date and time of an instant, represented as if they were UTC. */
function localOf(zone: Zone, instantMs: number): Date {
  return new Date(instantMs + zone.offset(instantMs) * MINUTE_MS);
}

/**
 * The instant of a local time: the first one if the local time occurs twice, and the one with the old offset if
 * it does not exist.
 */
function instantOf(zone: Zone, localMs: number): number {
  const before = zone.offset(localMs - DAY_MS) * MINUTE_MS;
  const behind = zone.offset(localMs + DAY_MS) * MINUTE_MS;
  const fitting = [localMs - before, localMs - behind].filter(
    (instantMs) => instantMs + zone.offset(instantMs) * MINUTE_MS === localMs,
  );
  return fitting.length === 0 ? localMs - before : Math.min(...fitting);
}

/** The local day, as midnight in UTC, of the last scheduled time up to `from` (step 0) or of a later one. */
function dayOf(frequency: 'daily' | 'weekly' | 'monthly', anchor: Date, from: Date, step: number): number {
  const today = from.getTime() - (from.getTime() % DAY_MS);
  if (frequency === 'daily') return today + step * DAY_MS;
  if (frequency === 'weekly') {
    const since = (7 + from.getUTCDay() - anchor.getUTCDay()) % 7;
    return today + (7 * step - since) * DAY_MS;
  }
  // Computed from the anchor each time, so that the 31st stays the 31st after a short month.
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + step];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(anchor.getUTCDate(), lastDay));
}

function timeOfDayMs(runAt: string): number {
  const [hour = 0, minute = 0] = runAt.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE_MS;
}

/** The longest time between two scheduled times, during which a success counts as recent. */
const PERIOD_MS: Readonly<Record<Frequency, number | null>> = {
  manual: null,
  every_minute: MINUTE_MS,
  every_5_minutes: 5 * MINUTE_MS,
  every_15_minutes: 15 * MINUTE_MS,
  hourly: 60 * MINUTE_MS,
  daily: 24 * 60 * MINUTE_MS,
  weekly: 7 * 24 * 60 * MINUTE_MS,
  monthly: 31 * 24 * 60 * MINUTE_MS,
};

export function periodMs(frequency: Frequency): number | null {
  return PERIOD_MS[frequency];
}

/** How long a success counts as recent, for each frequency with a period. */
export function staleAfterMs(): Readonly<Record<string, number>> {
  return Object.fromEntries(
    FREQUENCIES.flatMap((frequency) => {
      const period = periodMs(frequency);
      return period === null ? [] : [[frequency, Math.max(STALE_PERIODS * period, STALE_AT_LEAST_MS)]];
    }),
  );
}
