import { shownAmounts } from '../../backend/queries/shown-columns.ts';
import { TICKETS } from '../../backend/tables/tickets.ts';
import type { ShownTicket } from '../../backend/ticketing-queries/ticket-list.ts';
import { withAmounts } from '../../kernel/money/amount-text.ts';
import type { Actor } from '../auth/actor.ts';
import { maskRow } from './mask-row.ts';

const TICKET_AMOUNTS = shownAmounts(TICKETS);

/** A ticket as this actor may see it. */
export function shownTicket(row: ShownTicket, actor: Actor) {
  const shown = withAmounts(row, TICKET_AMOUNTS, row.currency);
  const seen = actor.seesPersonalData ? shown : maskRow('tickets', shown);
  return {
    ...seen,
    form_data: [...seen.form_data],
    day_status: { ...seen.day_status },
    also_in: seen.also_in.map((row) => ({ ...row, day_status: { ...row.day_status } })),
  };
}
