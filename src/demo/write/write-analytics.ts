import { type Money, ZERO } from '../../kernel/money/money.ts';
import type { DemoCustomer, DemoLine, DemoOrder, DemoRefund } from '../model/model.ts';
import { orderTotal, shippingTotal, unitsOf } from '../orders/basket.ts';
import { lineText } from '../text/money-text.ts';
import { type StoreWriter, storedStatus } from './store-writer.ts';

/** WooCommerce's lookup tables: denormalised copies that lag behind the orders and store amounts as doubles. */
export interface AnalyticsWriter {
  writeOrder(order: DemoOrder): void;
}

export function openAnalyticsWriter(
  writer: StoreWriter,
  customers: readonly DemoCustomer[],
): AnalyticsWriter {
  const { clock } = writer;
  const seen = new Set<number>();
  let guests = 0;
  for (const { userId, login, buyer, registeredAtUtc } of customers) {
    writer.emit('wc_customer_lookup', [
      userId - 1,
      userId,
      login,
      buyer.firstName,
      buyer.lastName,
      buyer.email,
      null,
      clock.utc(registeredAtUtc),
      'CL',
      '',
      '',
      '',
    ]);
  }

  const guestOf = (order: DemoOrder): number => {
    guests += 1;
    const id = customers.length + guests;
    const { buyer, address } = order;
    writer.emit('wc_customer_lookup', [
      id,
      null,
      '',
      buyer.firstName,
      buyer.lastName,
      buyer.email === '' ? null : buyer.email,
      clock.utc(order.createdAtUtc),
      null,
      address?.country ?? '',
      address?.postcode ?? '',
      address?.city ?? '',
      address?.state ?? '',
    ]);
    return id;
  };

  return {
    writeOrder(order) {
      if (order.awaitsAnalytics) return;
      const customerId = order.customerId === 0 ? guestOf(order) : order.customerId - 1;
      const returning = seen.has(customerId) ? 1 : 0;
      // A guest is a customer of one order, so 200,000 guests need not be remembered.
      if (order.customerId !== 0) seen.add(customerId);
      writeOrderStats(writer, order, customerId, returning);
      for (const refund of order.refunds) writeRefundStats(writer, order, refund, customerId);
    },
  };
}

function writeOrderStats(writer: StoreWriter, order: DemoOrder, customerId: number, returning: number): void {
  const { clock } = writer;
  const created = clock.local(order.createdAtUtc);
  const shipping = shippingTotal(order);
  const units = unitsOf(order);
  writer.emit('wc_order_stats', [
    order.id,
    0,
    created,
    clock.utc(order.createdAtUtc),
    order.paidAtUtc === null ? null : clock.local(order.paidAtUtc),
    order.completedAtUtc === null ? null : clock.local(order.completedAtUtc),
    units,
    lineText(orderTotal(order)),
    '0',
    lineText(shipping),
    lineText(orderTotal(order) - shipping),
    returning,
    // Trashing an order does not change these tables, so they keep its earlier status.
    storedStatus(order.statusBeforeTrash ?? order.status),
    customerId,
  ]);
  for (const line of order.lines) {
    const part = units === 0 ? ZERO : (shipping * BigInt(line.quantity)) / BigInt(units);
    emitLookup(
      writer,
      order.id,
      line,
      customerId,
      created,
      line.quantity,
      line.total,
      line.subtotal - line.total,
      part,
    );
  }
  for (const { coupon, discount } of order.coupons) {
    writer.emit('wc_order_coupon_lookup', [order.id, coupon.id, created, lineText(discount)]);
  }
}

function writeRefundStats(
  writer: StoreWriter,
  order: DemoOrder,
  refund: DemoRefund,
  customerId: number,
): void {
  const { clock } = writer;
  // If orders are posts, deleting a refund also deletes its statistics.
  if (refund.deleted && writer.settings.layout === 'posts') return;
  const created = clock.local(refund.createdAtUtc);
  const shipping = refund.lines
    .filter((line) => line.kind === 'shipping')
    .reduce((all, line) => all - line.total, ZERO);
  const units = refund.automatic
    ? unitsOf(order)
    : refund.lines.reduce((all, line) => all + line.quantity, 0);
  writer.emit('wc_order_stats', [
    refund.id,
    order.id,
    created,
    clock.utc(refund.createdAtUtc),
    created,
    created,
    units === 0 ? 0 : -units,
    lineText(-refund.amount),
    '0',
    lineText(shipping),
    lineText(-refund.amount - shipping),
    null,
    refund.automatic ? 'wc-refunded' : 'wc-completed',
    customerId,
  ]);
  if (refund.automatic) {
    // A refund without lines of its own copies the order's, under the refund's id.
    for (const line of order.lines) {
      emitLookup(writer, refund.id, line, customerId, created, -line.quantity, -line.total, ZERO, ZERO);
    }
    return;
  }
  for (const line of refund.lines) {
    const original = order.lines.find((one) => one.itemId === line.refundedItemId);
    if (original === undefined) continue;
    const units = line.quantity === 0 ? 0 : -line.quantity;
    emitLookup(
      writer,
      refund.id,
      { ...original, itemId: line.itemId },
      customerId,
      created,
      units,
      -line.total,
      ZERO,
      ZERO,
    );
  }
}

function emitLookup(
  writer: StoreWriter,
  orderId: number,
  line: DemoLine,
  customerId: number,
  created: string,
  quantity: number,
  net: Money,
  discount: Money,
  shipping: Money,
): void {
  writer.emit('wc_order_product_lookup', [
    line.itemId,
    orderId,
    line.productId,
    line.variationId,
    customerId,
    created,
    quantity,
    lineText(net),
    lineText(net + shipping),
    lineText(discount),
    '0',
    lineText(shipping),
    '0',
  ]);
}
