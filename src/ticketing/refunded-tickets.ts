import { isCheckedIn } from './check-in.ts';
import type { RefundPolicy } from './event-order.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { isWithdrawn } from './ticket-status.ts';
import type { ItemUnits } from './ticket-units.ts';

/**
 * Chooses which of an item's tickets a refunded quantity takes, since the store only says how many. Those
 * that were chosen before stay chosen while the quantity stays refunded: a later check-in must not shift the
 * refund to a valid holder. Among these, and then among the others, come first those that open no gate already: in
 * the trash, then cancelled, unpublished or unpaid; then by policy those not checked in; and somebody who is inside
 * only when nobody else is left.
 */
export function chooseRefunded(
  { tickets, trashed }: Pick<ItemUnits, 'tickets' | 'trashed'>,
  refundedQuantity: number,
  policy: RefundPolicy,
  wasRefunded: (draft: TicketDraft) => boolean,
): ReadonlySet<TicketDraft> {
  const newestFirst = [...tickets, ...trashed].toReversed();
  const byPolicy = policy === 'newest_not_checked_in' ? newestFirst : newestFirst.toReversed();
  const turnOf = (draft: TicketDraft): number => {
    if (draft.trashed) return 0;
    if (isWithdrawn(draft)) return 1;
    return isCheckedIn(draft.days) ? 3 : 2;
  };
  const before = (draft: TicketDraft): number => (wasRefunded(draft) ? 0 : 1);
  const inTurn = byPolicy.toSorted((a, b) => before(a) - before(b) || turnOf(a) - turnOf(b));
  return new Set(inTurn.slice(0, Math.max(0, refundedQuantity)));
}
