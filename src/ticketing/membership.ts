import type { EventRules } from './model/event-order.ts';
import type { StoreLine, StoreOrder } from './model/store-order.ts';
import { DRAFT_STATUSES } from './status.ts';

/** The products of an event, or the single variation that the event is. */
export type EventScope = Pick<EventRules, 'productId' | 'variationId' | 'otherProductIds'>;

/** All products of an event, the first one first. */
export function productsOf({ productId, otherProductIds = [] }: EventScope): readonly number[] {
  return [productId, ...otherProductIds];
}

/**
 * Whether a line, a ticket or an attendee belongs to one of this event's products and, if the event is a
 * variation, to that variation.
 */
export function isOfEvent(
  sold: { readonly productId: number; readonly variationId: number },
  scope: EventScope,
): boolean {
  return (
    (sold.productId === scope.productId || scope.otherProductIds?.includes(sold.productId) === true) &&
    (scope.variationId === null || sold.variationId === scope.variationId)
  );
}

/** The lines from which an event's share is added up, by item id. Fees and shipping belong to no event. */
export function eventLines(lines: readonly StoreLine[], scope: EventScope): readonly StoreLine[] {
  return lines
    .filter((line) => line.kind === 'line_item' && isOfEvent(line, scope))
    .toSorted((a, b) => a.itemId - b.itemId);
}

/**
 * Whether the order belongs to the event. It does as long as it has a line of the event's product or a ticket
 * post of it. A post in the trash counts, because it may be restored and its row stays with this order. An
 * attendee of the checkout record does not count, because the record still names the attendee after the line is
 * deleted.
 */
export function belongsToEvent(order: StoreOrder, scope: EventScope): boolean {
  if (DRAFT_STATUSES.includes(order.sourceStatus)) return false;
  return (
    eventLines(order.lines, scope).length > 0 || order.tickets.some((ticket) => isOfEvent(ticket, scope))
  );
}
