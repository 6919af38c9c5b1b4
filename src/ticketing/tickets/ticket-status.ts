import type { OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** Post statuses with which a ticket is one; a post in the trash is removed, and any other is no ticket for now. */
const PUBLISHED: readonly string[] = ['publish', 'private'];

/**
 * Does a ticket admit its holder, and if not, why? The first reason that applies is returned: money that went back
 * (the whole order's, or this ticket's by a refunded quantity), then the plugin's own cancellation, then the
 * order's, then that it is not published or not paid. A post in the trash keeps the status it would have: it is
 * removed by `trashed`, and comes back as it was.
 */
export function ticketStatus(
  draft: Pick<TicketDraft, 'origin' | 'sourceStatus' | 'sourcePostStatus'>,
  orderStatus: OrderStatus,
  refunded: boolean,
): TicketStatus {
  if (refunded || orderStatus === 'refunded') return 'refunded';
  if (isCancelled(draft)) return 'cancelled';
  if (orderStatus === 'cancelled') return 'cancelled';
  if (orderStatus !== 'paid' || isUnpublished(draft) || isUnpaid(draft)) return 'inactive';
  return draft.origin === 'checkout' ? 'pending' : 'active';
}

/** Was the ticket by itself taken back, by a person or the plugin, whatever its order says? */
export function isWithdrawn(draft: Pick<TicketDraft, 'sourceStatus' | 'sourcePostStatus'>): boolean {
  return isCancelled(draft) || isUnpublished(draft) || isUnpaid(draft);
}

/** The plugin writes `Canceled`; imports by hand may spell it the other way. */
function isCancelled({ sourceStatus }: Pick<TicketDraft, 'sourceStatus'>): boolean {
  return /^cancell?ed$/iu.test(sourceStatus?.trim() ?? '');
}

/** Old versions of the plugin make the post at the checkout, and mark it there as unpaid. */
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
