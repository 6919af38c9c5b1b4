import type { Because, Reason } from '../../kernel/sentences/reasons/reason.ts';
import type { OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import type { TicketDraft } from './ticket-draft.ts';

/**
 * The statuses of a published ticket post. A post in the trash is removed, and a post in any other status is not a
 * valid ticket yet.
 */
const PUBLISHED: readonly string[] = ['publish', 'private'];

/**
 * Whether a ticket admits its holder, and if not, why. The first reason that applies is returned: a refund (of
 * the whole order, or of this ticket by a refunded quantity), then the plugin's cancellation of the ticket,
 * then that of the order, then that it is not published or not paid. A post in the trash keeps the status that
 * it would have: `trashed` removes it, and it comes back with that status.
 */
export function ticketStatus(
  draft: Pick<TicketDraft, 'origin' | 'sourceStatus' | 'sourcePostStatus'>,
  orderStatus: OrderStatus,
  refunded: boolean,
  explain?: ExplainTicket,
): TicketStatus {
  const as = (status: TicketStatus, reason: TicketReason, source: string | null = null): TicketStatus => {
    explain?.(reason, source ?? orderStatus);
    return status;
  };
  if (refunded) return as('refunded', 'ticket_refunded');
  if (orderStatus === 'refunded') return as('refunded', 'ticket_order_refunded');
  if (isCancelled(draft)) return as('cancelled', 'ticket_cancelled', draft.sourceStatus);
  if (orderStatus === 'cancelled') return as('cancelled', 'ticket_order_cancelled');
  if (orderStatus !== 'paid') return as('inactive', 'ticket_order_unpaid');
  if (isUnpublished(draft)) return as('inactive', 'ticket_unpublished', draft.sourcePostStatus);
  if (isUnpaid(draft)) return as('inactive', 'ticket_unpaid', draft.sourceStatus);
  return draft.origin === 'checkout' ? as('pending', 'ticket_pending') : as('active', 'ticket_active');
}

type TicketReason =
  | 'ticket_refunded'
  | 'ticket_order_refunded'
  | 'ticket_cancelled'
  | 'ticket_order_cancelled'
  | 'ticket_order_unpaid'
  | 'ticket_unpublished'
  | 'ticket_unpaid'
  | 'ticket_pending'
  | 'ticket_active'
  | 'ticket_imported_active';

/** @param source the status that decided: that of the ticket or its post in the store, or our status of the order */
type ExplainTicket = (reason: TicketReason, source: string) => void;

/**
 * Gives the reason of a ticket's status. A ticket in the trash is not valid, although it keeps the status that it would
 * have.
 */
export function explainStatus(
  draft: Pick<TicketDraft, 'wooTicketId' | 'pendingKey' | 'trashed'>,
  because: Because,
): ExplainTicket {
  const ticket = ticketLabel(draft);
  return (code, source) => {
    if (draft.trashed && (code === 'ticket_active' || code === 'ticket_imported_active')) return;
    if (code === 'ticket_order_unpaid') because({ code, figures: { ticket, status: source } });
    else if (NAMES_SOURCE.has(code)) because({ code, figures: { ticket, source } } as Reason);
    else because({ code, figures: { ticket } } as Reason);
  };
}

/** The reasons that rest on a status in the store. */
const NAMES_SOURCE: ReadonlySet<TicketReason> = new Set([
  'ticket_cancelled',
  'ticket_unpublished',
  'ticket_unpaid',
]);

/** The id of the ticket's post, or its key if it has no post. */
export function ticketLabel({
  wooTicketId,
  pendingKey,
}: Pick<TicketDraft, 'wooTicketId' | 'pendingKey'>): string {
  return wooTicketId === null ? (pendingKey ?? '') : String(wooTicketId);
}

/** Whether a person or the plugin cancelled the ticket itself, independent of its order. */
export function isWithdrawn(draft: Pick<TicketDraft, 'sourceStatus' | 'sourcePostStatus'>): boolean {
  return isCancelled(draft) || isUnpublished(draft) || isUnpaid(draft);
}

/** The plugin writes `Canceled`; manual imports may spell it `Cancelled`. */
function isCancelled({ sourceStatus }: Pick<TicketDraft, 'sourceStatus'>): boolean {
  return /^cancell?ed$/iu.test(sourceStatus?.trim() ?? '');
}

/** Old versions of the plugin create the post at the checkout and mark it as unpaid. */
function isUnpaid({ sourceStatus }: Pick<TicketDraft, 'sourceStatus'>): boolean {
  return /^unpaid$/iu.test(sourceStatus?.trim() ?? '');
}

export function isUnpublished({ sourcePostStatus }: Pick<TicketDraft, 'sourcePostStatus'>): boolean {
  return (
    sourcePostStatus !== null &&
    sourcePostStatus !== 'trash' &&
    !PUBLISHED.includes(sourcePostStatus.toLowerCase())
  );
}
