import type { NumberedCheckIn, StoreCheckInRow } from '../../backend/check-ins/check-in-records.ts';
import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { EventTicket } from '../../ticketing/model/event-order.ts';
import { syncedDays } from './existing-ticket.ts';

/**
 * The store's check-ins since the last sync: new rows of its log, and states that changed without a row, which
 * happens when an order is cancelled and restored. Such a state has no time.
 */
export function checkInRows(
  ticketId: string,
  ticket: EventTicket,
  existing: ExistingTicketRow | undefined,
): readonly StoreCheckInRow[] {
  const seen = new Set(existing?.wooCheckInIds ?? []);
  const logged = ticket.checkIns
    // A row that was read without an id may have one now.
    .filter(
      ({ wooCheckInId, unnumberedId }) => !seen.has(wooCheckInId) && !seen.has(unnumberedId ?? wooCheckInId),
    )
    .map(({ wooCheckInId, day, status, atUtc }) => ({ ticketId, wooCheckInId, day, status, atUtc }));
  const before = new Map(
    (existing === undefined ? [] : syncedDays(existing)).map((d) => [d.day, d.checkedIn]),
  );
  const unlogged = ticket.storeDays
    .filter(({ day, checkedIn }) => checkedIn !== (before.get(day) ?? false))
    .map(({ day, checkedIn }) => ({ day, status: statusOf(checkedIn) }))
    .filter(({ day, status }) => !logged.some((row) => row.day === day && row.status === status))
    .map(({ day, status }) => ({ ticketId, day, status, atUtc: null, wooCheckInId: null }));
  return [...logged, ...unlogged];
}

/**
 * The rows that were stored under a substitute id, because their table gave none, and that have an id of their
 * own now.
 */
export function numberedCheckIns(
  ticketId: string,
  { checkIns }: EventTicket,
  existing: ExistingTicketRow | undefined,
): readonly NumberedCheckIn[] {
  const seen = new Set(existing?.wooCheckInIds ?? []);
  return checkIns.flatMap(({ wooCheckInId, unnumberedId = wooCheckInId }) =>
    seen.has(unnumberedId) && !seen.has(wooCheckInId) ? [{ ticketId, unnumberedId, wooCheckInId }] : [],
  );
}

function statusOf(checkedIn: boolean): 'checked_in' | 'not_checked_in' {
  return checkedIn ? 'checked_in' : 'not_checked_in';
}
