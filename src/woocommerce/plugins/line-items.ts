import type { TicketMaker } from './ticket-plugin.ts';

/** One ticket for each bought unit. The store has no tickets, so the rules in `ticketing/` create them. */
export const LINE_ITEMS: TicketMaker = { source: 'line_items', claims: () => true };
