import type { CheckInSummary } from '../../vocabulary/ticketing.ts';
import type { DayState, StoreCheckIn } from '../model/store-order.ts';

/**
 * Merges the check-ins of the store and of this backend. A day is checked in if it is checked in on either
 * side. Undoing a check-in on one side never removes the other, so that an outdated device cannot make a ticket
 * admit twice.
 *
 * @shape one entry for each day that either side has, by day
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

/** The check-in state of all days of an event in one word, for lists and filters. */
export function checkInStatusOf(days: readonly DayState[], numDays: number): CheckInSummary {
  const checkedIn = days.filter((day) => day.checkedIn).length;
  if (checkedIn === 0) return 'not_checked_in';
  return checkedIn >= numDays ? 'checked_in' : 'partly_checked_in';
}

/**
 * When the holder first checked in at the store, by its log. This is the earliest of the last check-ins of the
 * days that are checked in now. Null if the ticket is not checked in, or if the log has no row of the check-in:
 * cancelling and restoring an order, for example, writes the state but no log.
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
