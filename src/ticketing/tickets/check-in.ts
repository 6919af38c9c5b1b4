import type { CheckInSummary } from '../../vocabulary/ticketing.ts';
import type { DayState, StoreCheckIn } from '../model/store-order.ts';

/**
 * Merges the check-ins of the store and of this backend: a day is checked in if either says so. Undoing it on one side
 * never clears the other, so that no ticket admits twice because a device was out of date.
 *
 * @shape one entry a day that either side knows, by day
 */
export function joinDays(store: readonly DayState[], local: readonly DayState[]): readonly DayState[] {
  const days = new Map<number, boolean>();
  for (const { day, checkedIn } of [...store, ...local]) {
    days.set(day, checkedIn || (days.get(day) ?? false));
  }
  return [...days].toSorted(([a], [b]) => a - b).map(([day, checkedIn]) => ({ day, checkedIn }));
}

export function isCheckedIn(days: readonly DayState[]): boolean {
  return days.some((day) => day.checkedIn);
}

/** All days of an event in one word, for lists and filters. */
export function checkInStatusOf(days: readonly DayState[], numDays: number): CheckInSummary {
  const checkedIn = days.filter((day) => day.checkedIn).length;
  if (checkedIn === 0) return 'not_checked_in';
  return checkedIn >= numDays ? 'checked_in' : 'partly_checked_in';
}

/**
 * When the holder first checked in at the store, as far as its log shows: the last check-in of each day
 * that is checked in now, the earliest of these. null: not checked in, or the log has no row of it (an order
 * that was cancelled and restored, for one, writes the state and no log).
 */
export function checkedInAtUtc(days: readonly DayState[], log: readonly StoreCheckIn[]): Date | null {
  const times = days
    .filter((day) => day.checkedIn)
    .flatMap(({ day }) => {
      const ofDay = log.filter((row) => row.day === day && row.status === 'checked_in');
      const last = ofDay.toSorted((a, b) => a.wooCheckInId - b.wooCheckInId).at(-1);
      return last === undefined ? [] : [last.atUtc.getTime()];
    });
  return times.length === 0 ? null : new Date(Math.min(...times));
}
