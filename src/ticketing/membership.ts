import type { EventRules } from './model/event-order.ts';
import type { StoreLine, StoreOrder } from './model/store-order.ts';
import { DRAFT_STATUSES } from './status.ts';

type Scope = Pick<EventRules, 'productId' | 'variationId'>;

/** A line, a ticket or an attendee: is it of this event's product, and variation if one is named? */
export function isOfEvent(
  sold: { readonly productId: number; readonly variationId: number },
  scope: Scope,
): boolean {
  return (
    sold.productId === scope.productId &&
    (scope.variationId === null || sold.variationId === scope.variationId)
  );
}

/** The lines that an event's share is summed over, by item id; fees and shipping belong to no event. */
export function eventLines(lines: readonly StoreLine[], scope: Scope): readonly StoreLine[] {
  return lines
    .filter((line) => line.kind === 'line_item' && isOfEvent(line, scope))
    .toSorted((a, b) => a.itemId - b.itemId);
}

/**
 * Does the order belong to the event? It does while it has a line of its product or a ticket post of it.
 * A post in the trash counts: it may be restored, and its row stays with this order meanwhile. An attendee
 * of the checkout record does not: that record is never updated when the line goes.
 */
export function belongsToEvent(order: StoreOrder, scope: Scope): boolean {
  if (DRAFT_STATUSES.includes(order.sourceStatus)) return false;
  return (
    eventLines(order.lines, scope).length > 0 || order.tickets.some((ticket) => isOfEvent(ticket, scope))
  );
}
