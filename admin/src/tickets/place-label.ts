import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import type { Formats } from '../format/use-formats.ts';

type SlotTimes = Pick<Ticket, 'slot_at' | 'slot_date'>;

/** The time of a slot in the zone of the event's store; null if the store names none. */
export function slotWhen(
  { slot_at, slot_date }: SlotTimes,
  timeZone: string,
  formats: Formats,
): string | null {
  return slot_at === null ? slot_date : formats.dateTime(slot_at, timeZone);
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
