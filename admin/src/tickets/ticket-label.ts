import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import type { Say } from '../i18n/use-texts.ts';

type Numbered = Pick<Ticket, 'ticket_number' | 'display_number' | 'woo_ticket_id'>;

/** The ticket's number as people see it. A ticket that the store has not created yet has none. */
export function ticketLabel(ticket: Numbered, say: Say): string {
  const { ticket_number, display_number, woo_ticket_id } = ticket;
  const number = ticket_number ?? display_number ?? woo_ticket_id;
  return number === null ? say('tickets.no_number') : String(number);
}
