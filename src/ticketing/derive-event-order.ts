import { sum, ZERO } from '../kernel/money/money.ts';
import type { Because } from '../kernel/sentences/reasons/reason.ts';
import { PLUGIN_TICKETS } from '../vocabulary/ticketing.ts';
import { anonymiseOrder } from './anonymise.ts';
import { belongsToEvent, eventLines, isOfEvent, productsOf } from './membership.ts';
import type {
  EventOrder,
  EventOrderItem,
  EventRefund,
  EventRules,
  ExistingTicket,
} from './model/event-order.ts';
import type { StoreLine, StoreOrder } from './model/store-order.ts';
import { apportion } from './money/apportion.ts';
import { orderShare, refundedOfGone } from './money/order-share.ts';
import { paidParts, paidTogether } from './money/paid-parts.ts';
import { placeRefunds, type RefundPiece } from './money/refund-pieces.ts';
import { type RefundShare, refundedOf, shareRefunds } from './money/refund-shares.ts';
import { refundUnits } from './money/refunded-tickets.ts';
import { divideMoney, NO_MONEY, type RefundedItem, type Unticketed } from './money/ticket-money.ts';
import {
  explainOrder,
  explainPayment,
  explainRefunds,
  explainTickets,
  explainUnits,
} from './reasons-of-order.ts';
import { mapOrderStatus, wasEverPaid } from './status.ts';
import { lineItemTickets } from './tickets/line-item-tickets.ts';
import { pluginTickets } from './tickets/pending-tickets.ts';
import { explainStatus, ticketStatus } from './tickets/ticket-status.ts';
import { fillUnits } from './tickets/ticket-units.ts';
import { isUnread } from './tickets/unread-attendees.ts';
import { nameVariations } from './variations/unnamed-variations.ts';

/**
 * Derives one event's part of a store order by all rules. Every row of the backend that comes from an order is
 * derived here. Null if the order does not belong to the event (any more). The function is pure: the same
 * order, rules and existing rows give the same result, and deriving again with the resulting tickets as
 * `existing` changes nothing.
 *
 * `existing` are all ticket rows of this order and event, including removed ones, and any row that has one of
 * its post ids. An anonymised order is erased first; a caller that also stores the buyer calls `anonymiseOrder`
 * as well.
 */
export function deriveEventOrder(
  storeOrder: StoreOrder,
  rules: EventRules,
  existing: readonly ExistingTicket[],
  because?: Because,
): EventOrder | null {
  if (!belongsToEvent(storeOrder, rules, because)) return null;
  const order = withoutLeftProducts(
    productsOf(rules).reduce(nameVariations, anonymiseOrder(storeOrder, because)),
    rules,
  );
  const everPaid = wasEverPaid(order, rules);
  const { status, unmapped } = mapOrderStatus(order.sourceStatus, everPaid, rules.statusMapping, because);
  const lines = eventLines(order.lines, rules);
  if (because !== undefined) {
    if (unmapped) explainPayment(order, rules, because);
    explainOrder(storeOrder, order, lines, because);
  }
  const paid = paidParts(order, because);
  const paidByLine = paidTogether(paid, lines, order.minorDigits);
  const pieces = placeRefunds(order);
  const refundShares = shareRefunds(order, paid, pieces);
  const share = orderShare(order, lines, paidByLine, refundShares, status, rules, because);

  const fromPlugin = pluginTickets(order, status, rules, existing, because);
  // If posts or recorded attendees belong to a product that was an event earlier, they are still its tickets,
  // and none are made from lines. If a record cannot be read, its event is not known.
  const attendees = order.checkoutTickets.filter((entry) => !isUnread(entry));
  const ticketed = new Set(
    [...order.tickets, ...attendees].filter((one) => isOfEvent(one, rules)).map(({ productId }) => productId),
  );
  const isOfPlugin = ({ productId }: { readonly productId: number }): boolean =>
    makesTickets(productId, rules) || ticketed.has(productId);
  const unticketedLines = lines.filter((line) => !isOfPlugin(line));
  const drafts = [
    ...fromPlugin.filter(isOfPlugin),
    ...lineItemTickets(order, unticketedLines, status, existing, because),
  ];
  const refundedBefore = new Set(existing.filter((row) => row.refunded).map((row) => row.id));
  const units = refundUnits(fillUnits(lines, drafts), drafts, pieces, {
    policy: rules.refundPolicy,
    wasRefunded: (draft) => draft.existingId !== null && refundedBefore.has(draft.existingId),
    because,
  });
  const goneOfItems = apportion(
    units.items.length === 0 ? ZERO : refundedOfGone(refundShares, rules),
    paidByLine,
    order.minorDigits,
  );
  const items = units.items.map((item, at): RefundedItem => {
    const { byLines, apportioned } = refundedOf(item.line.itemId, refundShares);
    const refunded = byLines + apportioned + (goneOfItems[at] ?? ZERO);
    return { ...item, paid: paidByLine[at] ?? ZERO, refunded };
  });
  const itemOf = new Map(
    items.flatMap((item) => [...item.tickets, ...item.trashed].map((draft) => [draft, item] as const)),
  );
  const money = divideMoney(items, share, status, order.minorDigits, because);
  const refunds = refundShares.map((refund) => eventRefund(refund, lines, pieces, rules));
  if (because !== undefined) {
    explainRefunds(refunds, lines, pieces, rules, because);
    explainUnits(items, refundShares, pieces, rules, because);
    explainTickets(drafts, itemOf, existing, because);
  }

  return {
    wooOrderId: order.wooOrderId,
    status,
    unmappedStatus: unmapped,
    share,
    items: items.map((item) => eventItem(item, refundShares, money.unticketed.get(item.line.itemId))),
    refunds,
    tickets: drafts.map((draft) => {
      const item = itemOf.get(draft);
      return {
        ...draft,
        wooItemId: item?.line.itemId ?? null,
        status: ticketStatus(
          draft,
          status,
          item?.refundedTickets.has(draft) ?? units.surplus.has(draft),
          because && explainStatus(draft, because),
        ),
        ...(money.tickets.get(draft) ?? NO_MONEY),
      };
    }),
  };
}

/**
 * The checkout's record is never updated. It may still name attendees of a product that left the order, while
 * another product of the event keeps the order in the event.
 */
function withoutLeftProducts(order: StoreOrder, rules: EventRules): StoreOrder {
  if (rules.otherProductIds === undefined) return order;
  const bought = new Set(eventLines(order.lines, rules).map(({ productId }) => productId));
  return {
    ...order,
    checkoutTickets: order.checkoutTickets.filter(({ productId }) => bought.has(productId)),
  };
}

/** Whether the store's ticket plugin makes the tickets of this product, so that none come from its lines. */
function makesTickets(productId: number, rules: EventRules): boolean {
  return (rules.otherTicketSources?.[productId] ?? rules.ticketSource) === PLUGIN_TICKETS;
}

function eventItem(
  { line, refundedQuantity }: RefundedItem,
  refunds: readonly RefundShare[],
  unticketed: Unticketed | undefined,
): EventOrderItem {
  return {
    wooItemId: line.itemId,
    productId: line.productId,
    variationId: line.variationId,
    name: line.name,
    quantity: line.quantity,
    refundedQuantity,
    subtotal: line.subtotal,
    discount: line.subtotal - line.total,
    tax: line.tax,
    total: line.total,
    refunded: refundedOf(line.itemId, refunds).byLines,
    unticketedQuantity: unticketed?.quantity ?? 0,
    unticketedAmount: unticketed?.amount ?? ZERO,
    attributes: line.attributes,
  };
}

/** Lists every refund of the order. A refund of nothing that belongs to this event has the amount 0. */
function eventRefund(
  share: RefundShare,
  lines: readonly StoreLine[],
  pieces: readonly RefundPiece[],
  rules: EventRules,
): EventRefund {
  const itemIds = new Set(lines.map((line) => line.itemId));
  const parts = lines.map(
    ({ itemId }) => (share.byLines.get(itemId) ?? ZERO) + (share.apportioned.get(itemId) ?? ZERO),
  );
  // If several lines now replace a refunded line, the refund is listed once, under the first of them.
  const firstOf = new Map<number, number>();
  for (const { refundId, refundLine, itemId } of pieces) {
    if (refundId !== share.refund.refundId || itemId === null || !itemIds.has(itemId)) continue;
    if (!firstOf.has(refundLine.itemId)) firstOf.set(refundLine.itemId, itemId);
  }
  return {
    wooRefundId: share.refund.refundId,
    amount: sum(parts) + refundedOfGone([share], rules),
    orderAmount: share.refund.amount,
    reason: share.refund.reason,
    refundedAtUtc: share.refund.refundedAtUtc,
    lines: share.refund.lines
      .toSorted((a, b) => a.itemId - b.itemId)
      .flatMap(({ itemId, quantity, amount, tax }) => {
        const refundedItemId = firstOf.get(itemId);
        return refundedItemId === undefined
          ? []
          : [{ wooItemId: itemId, refundedItemId, quantity, amount, tax }];
      }),
  };
}
