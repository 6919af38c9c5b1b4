import { ZERO } from '../kernel/money/money.ts';
import type { Because } from '../kernel/sentences/reasons/reason.ts';
import { isOfEvent } from './membership.ts';
import type { EventRules, EventTicket, ExistingTicket } from './model/event-order.ts';
import type { StoreTicket } from './model/store-order.ts';
import { explainPost } from './reasons-of-order.ts';
import { issuedDraft } from './tickets/ticket-draft.ts';
import { explainStatus, ticketStatus } from './tickets/ticket-status.ts';

/**
 * Derives a ticket without an order in the store. If it names an order, that order is gone: its row stays as
 * orphaned and admits no one. If it never had one (a CSV import), its own status decides, and its attributes
 * give its tier. A ticket without an order has no money. Null if the ticket does not belong to this event.
 *
 * `existing` may contain any rows. The row with the ticket's post id is the one that continues.
 */
export function deriveOrphan(
  ticket: StoreTicket,
  rules: EventRules,
  existing: readonly ExistingTicket[],
  because?: Because,
): EventTicket | null {
  if (!isOfEvent(ticket, rules)) return null;
  const row = existing.find((one) => one.wooTicketId === ticket.wooTicketId);
  const variationId = ticket.variationId === 0 ? ticket.offeredVariationId : ticket.variationId;
  const draft = issuedDraft({ ...ticket, variationId }, row, row?.pendingKey ?? null);
  const named = { ticket: String(ticket.wooTicketId) };
  because?.(
    ticket.wooOrderId === null
      ? { code: 'ticket_imported', figures: named }
      : { code: 'ticket_orphaned', figures: { ...named, order: ticket.wooOrderId } },
  );
  const explain = because && explainStatus(draft, because);
  const explainAlone: typeof explain =
    explain &&
    ((code, source) => explain(code === 'ticket_active' ? 'ticket_imported_active' : code, source));
  if (because !== undefined) explainPost(draft, row, because);
  return {
    ...draft,
    wooItemId: null,
    status: ticket.wooOrderId === null ? ticketStatus(draft, 'paid', false, explainAlone) : 'orphaned',
    price: ZERO,
    serviceFee: ZERO,
    organizerAmount: ZERO,
  };
}
