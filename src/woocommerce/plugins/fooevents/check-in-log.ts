import type { CheckInStatus, StoreCheckIn } from '../../../ticketing/model/store-order.ts';
import type { ShiftedClock } from '../../values/times/store-time.ts';
import type { RawCheckIn } from '../ticket-plugin.ts';

const LOGGED: ReadonlyMap<string, CheckInStatus> = new Map([
  ['Checked In', 'checked_in'],
  ['Not Checked In', 'not_checked_in'],
  ['Canceled', 'cancelled'],
]);
const STATUSES: readonly CheckInStatus[] = [...LOGGED.values()];
/** Past every id that a table counts up to. */
const FIRST_OWN_ID = 2 ** 52;
const MOST_SECONDS = 2 ** 38;
const MOST_DAYS = 2 ** 10;

/**
 * The log of one ticket, by id. A table that lost its key gives new rows the id 0: such a row has an id of its own,
 * made of what it says, so that it is the same at each reading and comes after the rows of the time before. A second
 * row of an id that is taken is one of them, too.
 */
export function readCheckInLog(rows: readonly RawCheckIn[], logClock: ShiftedClock): readonly StoreCheckIn[] {
  const read = new Map<number, StoreCheckIn>();
  const byTime = rows.toSorted((a, b) => a.shiftedEpochSeconds - b.shiftedEpochSeconds);
  for (const { id, day: ofDay, status: logged, shiftedEpochSeconds } of byTime) {
    const status = LOGGED.get(logged);
    const atUtc = logClock(shiftedEpochSeconds);
    // Without a time, or of a status that is no check-in: the log adds times only, so the row may go.
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
