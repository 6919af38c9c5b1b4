import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import type { Formats } from '../format/use-formats.ts';

type SlotTimes = Pick<Ticket, 'slot_at' | 'slot_timezone' | 'slot_date'>;

/**
 * The time of a slot, by the clock of its product; null if the store has none.
 *
 * @param eventZone the event's zone; a slot in another zone shows the name of that zone
 */
export function slotWhen(
  { slot_at, slot_timezone, slot_date }: SlotTimes,
  eventZone: string,
  formats: Formats,
): string | null {
  if (slot_at === null) return slot_date;
  const when = formats.dateTime(slot_at, slot_timezone);
  return slot_timezone === eventZone ? when : `${when} (${slot_timezone})`;
}

/** The row and the number of a seat; null if the ticket has none. */
function seatLabel({ seat_row, seat_number }: Pick<Ticket, 'seat_row' | 'seat_number'>): string | null {
  const parts = [seat_row, seat_number].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The slot and the seat of a ticket; null if it has neither. */
export function placeLabel(ticket: Ticket, formats: Formats): string | null {
  const when = slotWhen(ticket, ticket.event_timezone, formats);
  const parts = [ticket.slot, when, seatLabel(ticket)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}
