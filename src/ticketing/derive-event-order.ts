import { sum, ZERO } from '../kernel/money.ts';
import { anonymiseOrder } from './anonymise.ts';
import type { EventOrder, EventOrderItem, EventRefund, EventRules, KeptTicket } from './event-order.ts';
import { lineItemTickets } from './line-item-tickets.ts';
import { belongsToEvent, eventLines, isOfEvent } from './membership.ts';
import { orderShare } from './order-share.ts';
import { pluginTickets } from './pending-tickets.ts';
import { type RefundShare, refundedOf, refundedQuantityOf, shareRefunds } from './refund-shares.ts';
import { chooseRefunded } from './refunded-tickets.ts';
import { mapOrderStatus, wasEverPaid } from './status.ts';
import type { StoreLine, StoreOrder } from './store-order.ts';
import { divideMoney, NO_MONEY, type RefundedItem, type Unticketed } from './ticket-money.ts';
import { ticketStatus } from './ticket-status.ts';
import { fillUnits } from './ticket-units.ts';
import { nameVariations } from './unnamed-variations.ts';
import { isUnread } from './unread-attendees.ts';

/**
 * One store order as one event sees it, after all rules of the field: the only way from what a store says to
 * what the backend holds. null: the order does not belong to the event (any more). Pure: the same order, rules
 * and kept rows give the same answer, and deriving again with the tickets it gave as `kept` changes nothing.
 *
 * `kept` are all ticket rows of this order and event, removed ones included, and any row that has one of its
 * post ids. An anonymised order is erased first; whoever stores the buyer beside it calls `anonymiseOrder` too.
 */
export function deriveEventOrder(
  storeOrder: StoreOrder,
  rules: EventRules,
  kept: readonly KeptTicket[],
): EventOrder | null {
  if (!belongsToEvent(storeOrder, rules)) return null;
  const order = nameVariations(anonymiseOrder(storeOrder), rules.productId);
  const everPaid = wasEverPaid(order, rules);
  const { status, unmapped } = mapOrderStatus(order.sourceStatus, everPaid, rules.statusMapping);
  const lines = eventLines(order.lines, rules);
  const refundShares = shareRefunds(order);
  const share = orderShare(order, lines, refundShares, status, rules);

  const fromPlugin = pluginTickets(order, status, rules, kept);
  // Posts of a product that was an event once are tickets still, and so are the attendees that the checkout wrote
  // down for it: then none are made up beside them. A record that cannot be read says nothing of whom it is for.
  const attendees = order.checkoutTickets.filter((entry) => !isUnread(entry));
  const knownToPlugin = [...order.tickets, ...attendees].some((one) => isOfEvent(one, rules));
  const drafts =
    rules.ticketSource === 'fooevents' || knownToPlugin
      ? fromPlugin
      : lineItemTickets(order, lines, status, kept);
  const keptRefunded = new Set(kept.filter((row) => row.refunded).map((row) => row.id));
  const items = fillUnits(lines, drafts).map((units): RefundedItem => {
    const { byLines, apportioned } = refundedOf(units.line.itemId, refundShares);
    const refundedQuantity = refundedQuantityOf(units.line.itemId, order.refunds);
    const refundedTickets = chooseRefunded(
      units,
      refundedQuantity,
      rules.refundPolicy,
      (draft) => draft.keptId !== null && keptRefunded.has(draft.keptId),
    );
    return { ...units, refunded: byLines + apportioned, refundedQuantity, refundedTickets };
  });
  const itemOf = new Map(
    items.flatMap((item) => [...item.tickets, ...item.trashed].map((draft) => [draft, item] as const)),
  );
  const money = divideMoney(items, share, status, order.minorDigits);

  return {
    wooOrderId: order.wooOrderId,
    status,
    unmappedStatus: unmapped,
    share,
    items: items.map((item) => eventItem(item, refundShares, money.unticketed.get(item.line.itemId))),
    refunds: refundShares.map((refund) => eventRefund(refund, lines)),
    tickets: drafts.map((draft) => {
      const item = itemOf.get(draft);
      return {
        ...draft,
        wooItemId: item?.line.itemId ?? null,
        status: ticketStatus(draft, status, item?.refundedTickets.has(draft) ?? false),
        ...(money.tickets.get(draft) ?? NO_MONEY),
      };
    }),
  };
}

function eventItem(
  { line, refundedQuantity }: RefundedItem,
  refunds: readonly RefundShare[],
  unticketed: Unticketed | undefined,
): EventOrderItem {
  return {
    wooItemId: line.itemId,
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

/** Every refund of the order is told, also one that gave nothing back for this event: its amount here is 0. */
function eventRefund(share: RefundShare, lines: readonly StoreLine[]): EventRefund {
  const itemIds = new Set(lines.map((line) => line.itemId));
  const parts = lines.map(
    ({ itemId }) => (share.byLines.get(itemId) ?? ZERO) + (share.apportioned.get(itemId) ?? ZERO),
  );
  return {
    wooRefundId: share.refund.refundId,
    amount: sum(parts),
    orderAmount: share.refund.amount,
    reason: share.refund.reason,
    refundedAtUtc: share.refund.refundedAtUtc,
    lines: share.refund.lines
      .filter((line) => itemIds.has(line.refundedItemId))
      .toSorted((a, b) => a.itemId - b.itemId)
      .map(({ itemId, refundedItemId, quantity, amount, tax }) => ({
        wooItemId: itemId,
        refundedItemId,
        quantity,
        amount,
        tax,
      })),
  };
}
