import { formatMoney, sum } from '../../src/kernel/money/money.ts';
import type { StoreOrder } from '../../src/ticketing/model/store-order.ts';
import type { Truth, TruthLine, TruthOrder, TruthProduct } from '../pipe/truth-file.ts';
import { decoded, negated, text, toCents } from './truth-text.ts';

/**
 * The truth file gives the lines of every deleted product as product 0: the lines of this product are then taken from
 * the read rows, and all other values of these orders are compared.
 */
export function expectedOrders(
  truth: Truth,
  product: TruthProduct,
  lineIds: ReadonlySet<number>,
): readonly TruthOrder[] {
  const ofTickets = new Set(
    truth.tickets.filter((t) => t.product_id === product.product_id).map((t) => Number(t.order_id)),
  );
  const isOfProduct = (line: TruthLine): boolean =>
    product.exists
      ? line.product_id === product.product_id
      : line.product_id === 0 && lineIds.has(line.item_id);
  return truth.orders
    .filter((order) => order.status !== 'checkout-draft')
    .filter((order) => ofTickets.has(order.id) || order.lines.some(isOfProduct))
    .toSorted((a, b) => a.id - b.id);
}

/** Orders whose line was deleted but whose tickets remain: the truth file's totals count lines only. */
export function ordersByTicketAlone(
  truth: Truth,
  productId: number,
  status: string,
  currency: string,
): number {
  const ofTickets = new Set(
    truth.tickets
      .filter((ticket) => ticket.product_id === productId)
      .map((ticket) => Number(ticket.order_id)),
  );
  return truth.orders.filter(
    (order) =>
      order.status === status &&
      order.currency === currency &&
      ofTickets.has(order.id) &&
      order.lines.every((line) => line.product_id !== productId),
  ).length;
}

export function storeOrder(order: StoreOrder): unknown {
  return {
    id: order.wooOrderId,
    number: order.number,
    status: order.sourceStatus,
    currency: order.currency,
    email: order.email,
    first: order.firstName,
    last: order.lastName,
    phone: order.phone,
    payment: [order.paymentMethod, order.paymentMethodTitle, order.transactionId],
    note: order.customerNote,
    coupons: order.couponCodes,
    total: toCents(formatMoney(order.orderTotal)),
    times: [order.orderedAtUtc, order.modifiedAtUtc, order.paidAtUtc, order.completedAtUtc].map(
      (time) => time?.toISOString() ?? null,
    ),
    generated: order.ticketsGenerated,
    refunded: toCents(formatMoney(sum(order.refunds.map((refund) => refund.amount)))),
    lines: order.lines
      .filter(({ kind }) => kind === 'line_item')
      .map((line) => ({
        item: line.itemId,
        name: line.name,
        quantity: line.quantity,
        money: [line.subtotal, line.total, line.tax].map((amount) => toCents(formatMoney(amount))),
      })),
    refunds: order.refunds.map((refund) => ({
      id: refund.refundId,
      amount: toCents(formatMoney(refund.amount)),
      reason: refund.reason,
      at: refund.refundedAtUtc?.toISOString(),
      lines: refund.lines.map((line) => ({
        item: line.itemId,
        of: line.refundedItemId,
        money: [line.amount, line.tax].map((amount) => toCents(formatMoney(amount))),
      })),
    })),
  };
}

export function truthOrder(order: TruthOrder): unknown {
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    currency: order.currency,
    email: text(order.billing_email),
    first: text(order.billing_first_name),
    last: text(order.billing_last_name),
    phone: text(order.billing_phone),
    payment: [text(order.payment_method), text(order.payment_method_title), text(order.transaction_id)],
    note: text(order.customer_note),
    coupons: order.coupons,
    total: order.total,
    times: [
      order.date_created_gmt,
      order.date_modified_gmt,
      order.date_paid_gmt,
      order.date_completed_gmt,
    ].map((time) => (time === null ? null : new Date(time).toISOString())),
    generated: order.meta.tickets_generated === 'yes',
    refunded: order.total_refunded,
    lines: order.lines.map((line) => ({
      item: line.item_id,
      name: decoded(line.name),
      quantity: line.qty,
      money: [line.subtotal, line.total, line.tax],
    })),
    refunds: order.refunds
      .map((refund) => ({
        id: refund.id,
        amount: refund.amount,
        reason: text(refund.reason),
        at: new Date(refund.date_created_gmt).toISOString(),
        lines: refund.lines.map((line) => ({
          item: line.item_id,
          of: line.refunded_item_id,
          money: [negated(line.total), negated(line.tax)],
        })),
      }))
      .sort((a, b) => a.id - b.id),
  };
}

export function isGenerated(truth: Truth, orderId: number): boolean {
  return truth.orders.some((order) => order.id === orderId && order.meta.tickets_generated === 'yes');
}
