import type { DayState } from '../../../ticketing/model/store-order.ts';

const CHECKED_IN = 'Checked In';

/**
 * Reads from a ticket's metas on which days of the event it was checked in. For an event of one day, the
 * ticket's status shows that. For several days, the plugin's multi-day add-on stores a JSON object, and reads a
 * missing or malformed one as no check-in. Without the add-on, the plugin writes and shows only the status,
 * which then counts for day 1, and a record that the add-on left behind is outdated.
 */
export function readDayStates(
  status: string | null,
  multidayStatus: string | null,
  { numDays, keepsDays }: { readonly numDays: number; readonly keepsDays: boolean },
): readonly DayState[] {
  const record = numDays > 1 && keepsDays ? dayRecord(multidayStatus) : null;
  return Array.from({ length: numDays }, (_, at) => {
    const day = at + 1;
    const state = record === null ? (day === 1 ? status : null) : record.get(String(day));
    return { day, checkedIn: state === CHECKED_IN };
  });
}

/** true if the record contains something that the add-on would not have written. */
export function isOddDayRecord(multidayStatus: string | null): boolean {
  const record = dayRecord(multidayStatus);
  if (record === null) return multidayStatus !== null && multidayStatus.trim() !== '';
  return [...record].some(([day, state]) => !DAY.test(day) || typeof state !== 'string');
}

/** The last day in the record of a ticket of several days; 1 if the record has none. */
export function lastDay(multidayStatus: string): number {
  const days = [...(dayRecord(multidayStatus)?.keys() ?? [])].filter((day) => DAY.test(day));
  return Math.max(1, ...days.map(Number));
}

const DAY = /^[1-9]\d{0,2}$/;

/** The add-on's state of each day; null if it recorded nothing yet. */
function dayRecord(multidayStatus: string | null): ReadonlyMap<string, unknown> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(multidayStatus ?? '');
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const entries = Object.entries(parsed);
  return entries.length === 0 ? null : new Map(entries);
}
