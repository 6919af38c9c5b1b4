import type { TicketMaker } from './ticket-plugin.ts';

/** A ticket for each bought unit: the store has no tickets, so the rules in `ticketing/` make them. */
export const LINE_ITEMS: TicketMaker = { source: 'line_items', claims: () => true };
