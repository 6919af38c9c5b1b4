import { sum, ZERO } from '../kernel/money/money.ts';
import type { Because } from '../kernel/sentences/reasons/reason.ts';
import { isOfEvent } from './membership.ts';
import type { EventRefund, EventRules, ExistingTicket } from './model/event-order.ts';
import type { StoreLine, StoreOrder } from './model/store-order.ts';
import { paidFor } from './money/paid-parts.ts';
import type { RefundPiece } from './money/refund-pieces.ts';
import type { RefundShare } from './money/refund-shares.ts';
import type { RefundedItem } from './money/ticket-money.ts';
import { proofOfPayment } from './status.ts';
import type { TicketDraft } from './tickets/ticket-draft.ts';
import { ticketLabel } from './tickets/ticket-status.ts';

/**
 * The reasons that several rules together give. Each function reads what the rules decided and decides nothing
 * itself.
 */

/** Why an order in a plugin's status counts as paid or not. */
export function explainPayment(order: StoreOrder, rules: EventRules, because: Because): void {
  const figures = { order: order.wooOrderId };
  const proof = proofOfPayment(order, rules);
  if (proof === 'date') because({ code: 'status_paid_by_date', figures });
  else if (proof === 'tickets')
    because({ code: 'status_paid_by_tickets', figures: { ...figures, issuing: rules.issuingStatuses } });
  else because({ code: 'status_never_paid', figures });
}

/** Which lines belong to others, and which tickets got their variation from the order. */
export function explainOrder(
  stored: StoreOrder,
  order: StoreOrder,
  lines: readonly StoreLine[],
  because: Because,
): void {
  const others = order.lines.filter((line) => !lines.includes(line));
  if (others.length > 0) {
    because({
      code: 'order_other_lines',
      figures: { lines: others.map(({ itemId }) => itemId), amount: sum(others.map(paidFor)) },
    });
  }
  const before = new Map(stored.tickets.map((ticket) => [ticket.wooTicketId, ticket.variationId]));
  for (const { wooTicketId, variationId } of order.tickets) {
    if (before.get(wooTicketId) === variationId) continue;
    because({ code: 'ticket_variation', figures: { ticket: String(wooTicketId), variation: variationId } });
  }
}

/** How each refund was assigned to lines, and how much of it belongs to the event. */
export function explainRefunds(
  refunds: readonly EventRefund[],
  lines: readonly StoreLine[],
  pieces: readonly RefundPiece[],
  rules: EventRules,
  because: Because,
): void {
  const own = new Set(lines.map(({ itemId }) => itemId));
  for (const { wooRefundId, orderAmount, amount: ofEvent } of refunds) {
    const named = { refund: wooRefundId, of: orderAmount };
    const ofRefund = pieces.filter(({ refundId }) => refundId === named.refund);
    for (const { itemId, isNamed, refundLine, quantity, amount } of ofRefund) {
      const units = { units: quantity, amount };
      const product = refundLine.productId;
      if (itemId === null) {
        if (isOfEvent(refundLine, rules))
          because({ code: 'refund_gone_line', figures: { ...named, product, ...units } });
      } else if (!own.has(itemId))
        because({ code: 'refund_other_line', figures: { ...named, line: itemId, amount } });
      else if (isNamed) because({ code: 'refund_line', figures: { ...named, line: itemId, ...units } });
      else because({ code: 'refund_replaced_line', figures: { ...named, line: itemId, product, ...units } });
    }
    const placed = sum(ofRefund.map(({ amount }) => amount));
    const rest = named.of - placed;
    const ofPieces = ofRefund.filter(({ itemId, refundLine }) =>
      itemId === null ? isOfEvent(refundLine, rules) : own.has(itemId),
    );
    const part = ofEvent - sum(ofPieces.map(({ amount }) => amount));
    if (ofRefund.length === 0) because({ code: 'refund_amount_only', figures: { ...named, part } });
    else if (rest !== ZERO)
      because({ code: 'refund_rest', figures: { ...named, named: placed, rest, part } });
    because({ code: 'refund_event', figures: { ...named, amount: ofEvent } });
  }
}

/** How many tickets of each line were refunded, and by which refunds. */
export function explainUnits(
  items: readonly RefundedItem[],
  shares: readonly RefundShare[],
  pieces: readonly RefundPiece[],
  { refundPolicy: policy }: EventRules,
  because: Because,
): void {
  const amountOf = new Map(shares.map(({ refund }) => [refund.refundId, refund.amount]));
  for (const { line, tickets, trashed, refundedTickets } of items) {
    if (refundedTickets.size === 0) continue;
    const refunds = pieces
      .filter(({ itemId, quantity }) => itemId === line.itemId && quantity > 0)
      .map(({ refundId, amount, quantity, isNamed }) => {
        const of = amountOf.get(refundId) ?? amount;
        return { refund: refundId, of, amount, units: quantity, named: isNamed };
      });
    because({
      code: 'tickets_refunded',
      figures: {
        line: line.itemId,
        refunded: refundedTickets.size,
        tickets: tickets.length + trashed.length,
        refunds,
        policy,
      },
    });
  }
}

/** Which tickets have no unit, are in the trash, or are checked in on either side. */
export function explainTickets(
  drafts: readonly TicketDraft[],
  itemOf: ReadonlyMap<TicketDraft, RefundedItem>,
  existing: readonly ExistingTicket[],
  because: Because,
): void {
  const rows = new Map(existing.map((row) => [row.id, row]));
  for (const draft of drafts) {
    if (!draft.trashed && !itemOf.has(draft))
      because({ code: 'ticket_surplus', figures: { ticket: ticketLabel(draft) } });
    explainPost(draft, draft.existingId === null ? undefined : rows.get(draft.existingId), because);
  }
}

/** Whether a ticket is in the trash, and on which days it is checked in. */
export function explainPost(draft: TicketDraft, ours: ExistingTicket | undefined, because: Because): void {
  const ticket = ticketLabel(draft);
  if (draft.trashed) because({ code: 'ticket_trashed', figures: { ticket } });
  const store = checkedInOn(draft.storeDays);
  const here = checkedInOn(ours?.localDays ?? []);
  if (store.length + here.length > 0) because({ code: 'ticket_days', figures: { ticket, store, here } });
}

function checkedInOn(days: TicketDraft['days']): readonly number[] {
  return days.filter(({ checkedIn }) => checkedIn).map(({ day }) => day);
}
