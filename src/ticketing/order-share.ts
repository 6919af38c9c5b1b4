import { type Money, roundToMinor, sum } from '../kernel/money.ts';
import type { EventRules, OrderShare } from './event-order.ts';
import { splitFee } from './fee-split.ts';
import { type RefundShare, refundedOf } from './refund-shares.ts';
import type { OrderStatus } from './status.ts';
import type { StoreLine, StoreOrder } from './store-order.ts';

/**
 * An event's part of an order's money: the store's own figures of its lines, summed and never recomputed.
 *
 * `total` and `refunded` are each rounded once, half away from zero. `refundedByLines` and
 * `refundedApportioned` keep all decimals, since the proof compares them with the store's: their sum may
 * differ from `refunded` by half a minor unit at most, as Σ (line total + line tax) does from `total`.
 */
export function orderShare(
  order: StoreOrder,
  lines: readonly StoreLine[],
  refunds: readonly RefundShare[],
  status: OrderStatus,
  rules: EventRules,
): OrderShare {
  const exactTotal = sum(lines.map(paidFor));
  const refundedOfLines = lines.map((line) => refundedOf(line.itemId, refunds));
  const refundedByLines = sum(refundedOfLines.map((of) => of.byLines));
  const refundedApportioned = sum(refundedOfLines.map((of) => of.apportioned));
  const total = roundToMinor(exactTotal, order.minorDigits);
  const refunded = roundToMinor(refundedByLines + refundedApportioned, order.minorDigits);
  const net = total - refunded;
  return {
    subtotal: sum(lines.map((line) => line.subtotal)),
    discount: sum(lines.map((line) => line.subtotal - line.total)),
    tax: sum(lines.map((line) => line.tax)),
    total,
    refundedByLines,
    refundedApportioned,
    refunded,
    net,
    ...splitFee(net, rules.serviceFeePercentage, status, order.minorDigits),
    rounding: total - exactTotal,
    orderTotal: order.orderTotal,
    orderRefunded: sum(order.refunds.map((refund) => refund.amount)),
  };
}

/** What the buyer paid for a line, tax included. */
export function paidFor(line: StoreLine): Money {
  return line.total + line.tax;
}
