import type { DayState } from '../../../ticketing/model/store-order.ts';

const CHECKED_IN = 'Checked In';

/**
 * Which days a ticket was let in, as its metas say: each day of the event, whatever the metas leave out. An event of
 * one day keeps it in the ticket's status. One of several has a JSON object of its own while the plugin's multi-day
 * add-on is at work; the add-on takes anything else there, and an absent one, for nothing yet. Without the add-on
 * the plugin writes and shows the status alone, which is day 1 then, and a record left behind is out of date.
 */
export function readDayStates(
  status: string | null,
  multidayStatus: string | null,
  { numDays, keepsDays }: { readonly numDays: number; readonly keepsDays: boolean },
): readonly DayState[] {
  const record = numDays > 1 && keepsDays ? dayRecord(multidayStatus) : null;
  return Array.from({ length: numDays }, (_, at) => {
    const day = at + 1;
    const told = record === null ? (day === 1 ? status : null) : record.get(String(day));
    return { day, checkedIn: told === CHECKED_IN };
  });
}

/** The record holds something that the add-on would not have written. */
export function isOddDayRecord(multidayStatus: string | null): boolean {
  const record = dayRecord(multidayStatus);
  if (record === null) return multidayStatus !== null && multidayStatus.trim() !== '';
  return [...record].some(([day, state]) => !DAY.test(day) || typeof state !== 'string');
}

/** The last day that a ticket of several days knows; 1 where it knows none. */
export function lastDay(multidayStatus: string): number {
  const days = [...(dayRecord(multidayStatus)?.keys() ?? [])].filter((day) => DAY.test(day));
  return Math.max(1, ...days.map(Number));
}

const DAY = /^[1-9]\d{0,2}$/;

/** The add-on's state of each day; null: nothing yet. */
function dayRecord(multidayStatus: string | null): ReadonlyMap<string, unknown> | null {
  let told: unknown;
  try {
    told = JSON.parse(multidayStatus ?? '');
  } catch {
    return null;
  }
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return null;
  const entries = Object.entries(told);
  return entries.length === 0 ? null : new Map(entries);
}
