import type { CheckInStatus, StoreCheckIn } from '../../../ticketing/model/store-order.ts';
import type { ShiftedClock } from '../../values/times/store-time.ts';
import type { RawCheckIn } from '../ticket-plugin.ts';

const LOGGED: ReadonlyMap<string, CheckInStatus> = new Map([
  ['Checked In', 'checked_in'],
  ['Not Checked In', 'not_checked_in'],
  ['Canceled', 'cancelled'],
]);
const STATUSES: readonly CheckInStatus[] = [...LOGGED.values()];
/** Greater than every id that a table can reach. */
const FIRST_OWN_ID = 2 ** 52;
const MOST_SECONDS = 2 ** 38;
const MOST_DAYS = 2 ** 10;

/**
 * Reads the log of one ticket, by id. A table that lost its key gives new rows the id 0. Such a row gets a
 * substitute id, which is derived from its content: it is the same at each reading, and greater than all
 * earlier ids. A second row with the same id gets a substitute as well.
 */
export function readCheckInLog(rows: readonly RawCheckIn[], logClock: ShiftedClock): readonly StoreCheckIn[] {
  const read = new Map<number, StoreCheckIn>();
  const byTime = rows.toSorted((a, b) => a.shiftedEpochSeconds - b.shiftedEpochSeconds);
  for (const { id, day: ofDay, status: logged, shiftedEpochSeconds } of byTime) {
    const status = LOGGED.get(logged);
    const atUtc = logClock(shiftedEpochSeconds);
    // Rows without a time, or with another status, are skipped, because the log is used only for times.
    if (status === undefined || atUtc === null) continue;
    const day = Math.max(1, ofDay);
    const unnumberedId = ownId(shiftedEpochSeconds, day, status);
    const wooCheckInId = id > 0 && !read.has(id) ? id : unnumberedId;
    read.set(wooCheckInId, { wooCheckInId, unnumberedId, day, status, atUtc });
  }
  return [...read.values()].toSorted((a, b) => a.wooCheckInId - b.wooCheckInId);
}

function ownId(seconds: number, day: number, status: CheckInStatus): number {
  const place = (seconds % MOST_SECONDS) * MOST_DAYS + (day % MOST_DAYS);
  return FIRST_OWN_ID + place * STATUSES.length + STATUSES.indexOf(status);
}
