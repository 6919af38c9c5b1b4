import type { EventRules } from './model/event-order.ts';
import type { StoreLine, StoreOrder } from './model/store-order.ts';
import { DRAFT_STATUSES } from './status.ts';

type Scope = Pick<EventRules, 'productId' | 'variationId'>;

/** Whether a line, a ticket or an attendee is of this event's product, and of its variation if it has one. */
export function isOfEvent(
  sold: { readonly productId: number; readonly variationId: number },
  scope: Scope,
): boolean {
  return (
    sold.productId === scope.productId &&
    (scope.variationId === null || sold.variationId === scope.variationId)
  );
}

/** The lines of an event's share, by item id; fees and shipping belong to no event. */
export function eventLines(lines: readonly StoreLine[], scope: Scope): readonly StoreLine[] {
  return lines
    .filter((line) => line.kind === 'line_item' && isOfEvent(line, scope))
    .toSorted((a, b) => a.itemId - b.itemId);
}

/**
 * Whether the order belongs to the event: it does while it has a line of the event's product or a ticket post of it. A
 * post in the trash counts, because it may be restored and its row stays with this order. An attendee of the checkout
 * record does not count, because the record still names it after the line is deleted.
 */
export function belongsToEvent(order: StoreOrder, scope: Scope): boolean {
  if (DRAFT_STATUSES.includes(order.sourceStatus)) return false;
  return (
    eventLines(order.lines, scope).length > 0 || order.tickets.some((ticket) => isOfEvent(ticket, scope))
  );
}
