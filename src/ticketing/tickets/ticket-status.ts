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
): TicketStatus {
  if (refunded || orderStatus === 'refunded') return 'refunded';
  if (isCancelled(draft)) return 'cancelled';
  if (orderStatus === 'cancelled') return 'cancelled';
  if (orderStatus !== 'paid' || isUnpublished(draft) || isUnpaid(draft)) return 'inactive';
  return draft.origin === 'checkout' ? 'pending' : 'active';
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
