import { formatMoney, ZERO } from '../../kernel/money/money.ts';
import type { DemoOrder, DemoRefund } from '../model/model.ts';
import { orderDiscount, orderTotal, shippingTotal } from '../orders/basket.ts';
import { totalText } from '../text/money-text.ts';
import { eventMetas } from './event-metas.ts';
import {
  addressIndexes,
  bookkeeping,
  CREATED_VIA,
  USER_AGENT,
  WOOCOMMERCE_VERSION,
} from './order-bookkeeping.ts';
import { type Meta, type SqlValue, type StoreWriter, storedStatus } from './store-writer.ts';
import { writeOrderItems, writeRefundItems } from './write-order-items.ts';

const NO_MONEY = formatMoney(ZERO);
/** From `coupon_usages_are_counted` to `date_completed_gmt`. */
const NOT_OF_REFUNDS = Array.from({ length: 8 }, () => null);

/** Writes an order into WooCommerce's own tables. The caller writes the post that reserves its id. */
export function writeHposOrder(writer: StoreWriter, order: DemoOrder): void {
  const { clock } = writer;
  const visited = order.channel !== 'cart';
  writer.emit('wc_orders', [
    order.id,
    storedStatus(order.status),
    order.currency,
    'shop_order',
    NO_MONEY,
    formatMoney(orderTotal(order)),
    order.customerId,
    orNull(order.buyer.email),
    clock.utc(order.createdAtUtc),
    clock.utc(order.updatedAtUtc),
    0,
    order.payment?.method ?? '',
    order.payment?.title ?? '',
    order.payment?.transactionId ?? '',
    visited ? (order.anonymised ? '203.0.113.0' : '203.0.113.24') : '',
    visited ? (order.anonymised ? '[deleted]' : USER_AGENT) : '',
    order.customerNote,
  ]);
  const kept = bookkeeping(order);
  writer.emit('wc_order_operational_data', [
    writer.next('wc_order_operational_data'),
    order.id,
    CREATED_VIA[order.channel],
    WOOCOMMERCE_VERSION,
    0,
    bit(kept.couponsCounted),
    bit(kept.downloadsGranted),
    order.cartHash,
    bit(kept.newOrderMailed),
    order.orderKey,
    bit(kept.stockReduced),
    order.paidAtUtc === null ? null : clock.utc(order.paidAtUtc),
    order.completedAtUtc === null ? null : clock.utc(order.completedAtUtc),
    NO_MONEY,
    formatMoney(shippingTotal(order)),
    NO_MONEY,
    formatMoney(orderDiscount(order)),
    bit(kept.salesRecorded),
  ]);
  if (order.channel !== 'cart') emitAddresses(writer, order);
  emitOrderMetas(writer, order.id, [
    ...(order.channel === 'checkout' ? [['is_vat_exempt', 'no'] as const] : []),
    ...addressIndexes(order),
    ...eventMetas(order, writer.products, 'kept'),
    ...(order.anonymised ? [['_anonymized', 'yes'] as const] : []),
    ...(order.statusBeforeTrash === null
      ? []
      : [
          ['_wp_trash_meta_status', storedStatus(order.statusBeforeTrash)] as const,
          ['_wp_trash_meta_time', String(order.trashedAtUtc ?? 0)] as const,
        ]),
  ]);
  writeOrderItems(writer, order);
  for (const refund of order.refunds) writeHposRefund(writer, order, refund);
}

/** In this layout, deleting a refund deletes its row and its metas, but not its items. */
function writeHposRefund(writer: StoreWriter, order: DemoOrder, refund: DemoRefund): void {
  writeRefundItems(writer, order, refund);
  if (refund.deleted) return;
  const { clock } = writer;
  const at = clock.utc(refund.createdAtUtc);
  const shipping = refund.lines
    .filter((line) => line.kind === 'shipping')
    .reduce((all, line) => all - line.total, ZERO);
  writer.emit('wc_orders', [
    refund.id,
    'wc-completed',
    order.currency,
    'shop_order_refund',
    NO_MONEY,
    formatMoney(-refund.amount),
    null,
    null,
    at,
    at,
    order.id,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  writer.emit('wc_order_operational_data', [
    writer.next('wc_order_operational_data'),
    refund.id,
    null,
    WOOCOMMERCE_VERSION,
    0,
    ...NOT_OF_REFUNDS,
    NO_MONEY,
    formatMoney(shipping),
    NO_MONEY,
    NO_MONEY,
    null,
  ]);
  emitOrderMetas(writer, refund.id, [
    ['_refund_amount', totalText(refund.amount, order.currency)],
    ['_refunded_by', '1'],
    ['_refunded_payment', ''],
    ['_refund_reason', refund.reason],
    ['_refund_type', refund.kind],
  ]);
}

function emitAddresses(writer: StoreWriter, order: DemoOrder): void {
  const { buyer, address } = order;
  const place = [address?.street, '', address?.city, address?.state, address?.postcode, address?.country].map(
    orNull,
  );
  const nameAndPlace: SqlValue[] = [orNull(buyer.firstName), orNull(buyer.lastName), null, ...place];
  for (const type of ['billing', 'shipping']) {
    if (type === 'shipping' && order.channel === 'admin') continue;
    writer.emit('wc_order_addresses', [
      writer.next('wc_order_addresses'),
      order.id,
      type,
      ...nameAndPlace,
      type === 'billing' ? orNull(buyer.email) : null,
      type === 'billing' || order.channel === 'ticket-desk' ? orNull(buyer.phone) : null,
    ]);
  }
}

function emitOrderMetas(writer: StoreWriter, orderId: number, metas: readonly Meta[]): void {
  for (const [key, value] of metas)
    writer.emit('wc_orders_meta', [writer.next('wc_orders_meta'), orderId, key, value]);
}

/** These tables store an empty text as NULL. */
function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function bit(value: boolean): number {
  return value ? 1 : 0;
}
