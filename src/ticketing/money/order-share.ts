import { type Money, roundToMinor, sum, ZERO } from '../../kernel/money/money.ts';
import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { type EventScope, isOfEvent } from '../membership.ts';
import type { EventRules, OrderShare } from '../model/event-order.ts';
import type { StoreLine, StoreOrder } from '../model/store-order.ts';
import { splitFee } from './fee-split.ts';
import { paidFor } from './paid-parts.ts';
import { type RefundShare, refundedOf } from './refund-shares.ts';

/**
 * An event's part of an order's money: the store's own figures of its lines, added up and never recomputed.
 *
 * `total` is what the customer paid for these lines, in whole minor units. `refunded` is rounded once, half
 * away from zero. `refundedByLines` keeps all decimals, because the proof compares it with the store's.
 * `refundedApportioned` is the event's part of refunds that name no line of the order: of residuals, and of the
 * event's products whose lines are gone.
 *
 * @param paid by line, in the same order
 */
export function orderShare(
  order: StoreOrder,
  lines: readonly StoreLine[],
  paid: readonly Money[],
  refunds: readonly RefundShare[],
  status: OrderStatus,
  rules: EventRules,
  because?: Because,
): OrderShare {
  const exactTotal = sum(lines.map(paidFor));
  const refundedOfLines = lines.map((line) => refundedOf(line.itemId, refunds));
  const refundedByLines = sum(refundedOfLines.map((of) => of.byLines));
  const refundedApportioned =
    sum(refundedOfLines.map((of) => of.apportioned)) + refundedOfGone(refunds, rules);
  const total = sum(paid);
  const refunded = roundToMinor(refundedByLines + refundedApportioned, order.minorDigits);
  const net = total - refunded;
  const orderRefunded = sum(order.refunds.map((refund) => refund.amount));
  if (because !== undefined) {
    because({ code: 'money_store', figures: { charged: order.orderTotal, returned: orderRefunded } });
    explainLines(lines, paid, because);
    because({ code: 'money_total', figures: { lines: lines.map(({ itemId }) => itemId), amount: total } });
    if (order.refunds.length > 0) {
      const [named, apportioned] = [refundedByLines, refundedApportioned];
      because({ code: 'money_refunded', figures: { named, apportioned, amount: refunded } });
    }
    because({ code: 'money_net', figures: { total, refunded, amount: net } });
  }
  return {
    subtotal: sum(lines.map((line) => line.subtotal)),
    discount: sum(lines.map((line) => line.subtotal - line.total)),
    tax: sum(lines.map((line) => line.tax)),
    total,
    refundedByLines,
    refundedApportioned,
    refunded,
    net,
    ...splitFee(net, rules.serviceFeePercentage, status, order.minorDigits, because),
    rounding: total - exactTotal,
    orderTotal: order.orderTotal,
    orderRefunded,
  };
}

function explainLines(lines: readonly StoreLine[], paid: readonly Money[], because: Because): void {
  for (const [at, line] of lines.entries()) {
    const { itemId, quantity, subtotal, total, tax } = line;
    const exact = paidFor(line);
    because({
      code: 'money_line',
      figures: { line: itemId, units: quantity, subtotal, discount: subtotal - total, tax, amount: exact },
    });
    const amount = paid[at] ?? ZERO;
    if (amount !== exact) because({ code: 'money_line_rounded', figures: { line: itemId, exact, amount } });
  }
}

/** The refunds of the event's products of which the order has no line any more. */
export function refundedOfGone(refunds: readonly RefundShare[], rules: EventScope): Money {
  return sum(
    refunds.flatMap(({ ofGone }) => ofGone.filter((of) => isOfEvent(of, rules)).map(({ amount }) => amount)),
  );
}
