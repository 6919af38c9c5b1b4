import type { OrderStatus, TicketStatus } from './status.ts';
import type { TicketDraft } from './ticket-draft.ts';

/**
 * Does a ticket open the gate, and if not, why? The first reason that holds is told: money that went back
 * (the whole order's, or this ticket's by a refunded quantity), then the plugin's own cancellation, then the
 * order's, then that the order is not paid. A post in the trash keeps the status it would have: it is removed
 * by `trashed`, and comes back as it was.
 */
export function ticketStatus(
  draft: Pick<TicketDraft, 'origin' | 'sourceStatus'>,
  orderStatus: OrderStatus,
  refunded: boolean,
): TicketStatus {
  if (refunded || orderStatus === 'refunded') return 'refunded';
  if (isCancelled(draft)) return 'cancelled';
  if (orderStatus === 'cancelled') return 'cancelled';
  if (orderStatus !== 'paid') return 'inactive';
  return draft.origin === 'checkout' ? 'pending' : 'active';
}

/** The plugin writes `Canceled`; imports by hand may spell it the other way. */
export function isCancelled(draft: Pick<TicketDraft, 'sourceStatus'>): boolean {
  return /^cancell?ed$/iu.test(draft.sourceStatus?.trim() ?? '');
}
