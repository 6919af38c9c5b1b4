import type { Because } from '../kernel/sentences/reasons/reason.ts';
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
export function belongsToEvent(order: StoreOrder, scope: EventScope, because?: Because): boolean {
  const { wooOrderId, sourceStatus } = order;
  if (DRAFT_STATUSES.includes(sourceStatus)) {
    because?.({ code: 'order_draft', figures: { order: wooOrderId, source: sourceStatus } });
    return false;
  }
  const lines = eventLines(order.lines, scope);
  if (lines.length > 0) {
    because?.({ code: 'order_by_lines', figures: { order: wooOrderId, ...idsAndUnits(lines) } });
    return true;
  }
  const isMember = order.tickets.some((ticket) => isOfEvent(ticket, scope));
  because?.(
    isMember
      ? {
          code: 'order_by_tickets',
          figures: {
            order: wooOrderId,
            tickets: order.tickets
              .filter((ticket) => isOfEvent(ticket, scope))
              .map(({ wooTicketId }) => wooTicketId),
          },
        }
      : { code: 'order_not_of_event', figures: { order: wooOrderId } },
  );
  return isMember;
}

function idsAndUnits(lines: readonly StoreLine[]) {
  return {
    lines: lines.map(({ itemId }) => itemId),
    units: lines.reduce((units, { quantity }) => units + quantity, 0),
  };
}
