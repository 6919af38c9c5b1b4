import { sum, ZERO } from '../../kernel/money/money.ts';
import type { DemoOrder, DemoRefund } from '../model/model.ts';
import { orderDiscount, orderTotal, shippingTotal } from '../orders/basket.ts';
import { totalText } from '../text/money-text.ts';
import { phpMap, phpSerialize } from '../text/php-value.ts';
import { eventMetas } from './event-metas.ts';
import {
  addressIndexes,
  bookkeeping,
  CREATED_VIA,
  USER_AGENT,
  WOOCOMMERCE_VERSION,
} from './order-bookkeeping.ts';
import { emitPost, emitPostMeta, type Meta, type StoreWriter, storedStatus } from './store-writer.ts';
import { writeOrderItems, writeRefundItems } from './write-order-items.ts';

/**
 * Writes an order as a post with metas. If orders are posts it is the original; in compatibility mode it is a
 * copy.
 */
export function writePostsOrder(
  writer: StoreWriter,
  order: DemoOrder,
  role: 'truth' | 'copy',
  noteIds: readonly number[],
): void {
  const { clock } = writer;
  const name =
    role === 'truth'
      ? clockName(clock.utc(order.createdAtUtc))
      : `order-${clock.format(order.createdAtUtc, 'LLLL-dd-yyyy-hhmm-a').toLowerCase()}`;
  emitPost(writer, {
    id: order.id,
    author: role === 'truth' ? 1 : 0,
    type: 'shop_order',
    status: storedStatus(order.status),
    createdAtUtc: order.createdAtUtc,
    modifiedAtUtc: order.updatedAtUtc,
    title: `Order &ndash; ${clock.format(order.createdAtUtc, 'LLLL d, yyyy @ hh:mm a')}`,
    excerpt: order.customerNote,
    commentStatus: 'open',
    password: role === 'truth' ? order.orderKey : '',
    name: order.status === 'trash' ? `${name}__trashed` : name,
    path: `?post_type=shop_order&#038;p=${order.id}`,
    comments: noteIds.length,
  });
  emitPostMeta(writer, order.id, [...orderMetas(writer, order), ...trashMetas(order, role, name, noteIds)]);
  if (role === 'truth') writeOrderItems(writer, order);
  for (const refund of order.refunds) {
    // In this layout, deleting a refund deletes all of its rows.
    if (!refund.deleted) writePostsRefund(writer, order, refund, role);
  }
}

function orderMetas(writer: StoreWriter, order: DemoOrder): Meta[] {
  const { clock } = writer;
  const { buyer, address, payment, currency } = order;
  const kept = bookkeeping(order);
  const visited = order.channel !== 'cart';
  const place = (kind: 'billing' | 'shipping'): Meta[] => [
    [`_${kind}_first_name`, buyer.firstName],
    [`_${kind}_last_name`, buyer.lastName],
    [`_${kind}_address_1`, address?.street ?? ''],
    [`_${kind}_city`, address?.city ?? ''],
    [`_${kind}_state`, address?.state ?? ''],
    [`_${kind}_postcode`, address?.postcode ?? ''],
    [`_${kind}_country`, address?.country ?? ''],
  ];
  return present([
    ['_order_key', order.orderKey],
    ['_customer_user', String(order.customerId)],
    ['_payment_method', payment?.method ?? ''],
    ['_payment_method_title', payment?.title ?? ''],
    ['_customer_ip_address', visited ? (order.anonymised ? '203.0.113.0' : '203.0.113.24') : ''],
    ['_customer_user_agent', visited ? (order.anonymised ? '[deleted]' : USER_AGENT) : ''],
    ['_created_via', CREATED_VIA[order.channel]],
    ['_cart_hash', order.cartHash],
    ['_download_permissions_granted', yesNo(kept.downloadsGranted)],
    ['_recorded_sales', yesNo(kept.salesRecorded)],
    ['_recorded_coupon_usage_counts', yesNo(kept.couponsCounted)],
    ['_new_order_email_sent', kept.newOrderMailed ? 'true' : 'false'],
    ['_order_stock_reduced', yesNo(kept.stockReduced)],
    ...place('billing'),
    ['_billing_email', buyer.email],
    ['_billing_phone', buyer.phone],
    ...(order.channel === 'admin' ? [] : place('shipping')),
    ['_shipping_phone', order.channel === 'ticket-desk' ? buyer.phone : ''],
    ['_order_currency', currency],
    ...moneyMetas(
      order,
      totalText(orderDiscount(order), currency),
      totalText(shippingTotal(order), currency),
    ),
    ['_order_total', totalText(orderTotal(order), currency)],
    ['_order_version', WOOCOMMERCE_VERSION],
    ['_prices_include_tax', 'no'],
    ...addressIndexes(order),
    ['is_vat_exempt', order.channel === 'checkout' ? 'no' : ''],
    ...eventMetas(order, writer.products, 'lost').filter(([key]) => key !== 'WooCommerceEventsOrderCanceled'),
    ['_transaction_id', payment?.transactionId ?? ''],
    ['_date_paid', order.paidAtUtc === null ? '' : String(order.paidAtUtc)],
    ['_paid_date', order.paidAtUtc === null ? '' : clock.local(order.paidAtUtc)],
    ['_date_completed', order.completedAtUtc === null ? '' : String(order.completedAtUtc)],
    ['_completed_date', order.completedAtUtc === null ? '' : clock.local(order.completedAtUtc)],
    ['_anonymized', order.anonymised ? 'yes' : ''],
  ]).concat(
    order.ticketsCanceled === 'no'
      ? []
      : [['WooCommerceEventsOrderCanceled', order.ticketsCanceled === 'yes' ? '1' : '']],
  );
}

function trashMetas(
  order: DemoOrder,
  role: 'truth' | 'copy',
  name: string,
  noteIds: readonly number[],
): Meta[] {
  if (order.statusBeforeTrash === null) return [];
  const metas: Meta[] = [
    ['_wp_trash_meta_status', storedStatus(order.statusBeforeTrash)],
    ['_wp_trash_meta_time', String(order.trashedAtUtc ?? 0)],
  ];
  if (role === 'copy') return metas;
  metas.push(['_wp_desired_post_slug', name]);
  if (noteIds.length > 0) {
    metas.push([
      '_wp_trash_meta_comments_status',
      phpSerialize(phpMap(noteIds.map((id) => [id, '1'] as const))),
    ]);
  }
  return metas;
}

function writePostsRefund(
  writer: StoreWriter,
  order: DemoOrder,
  refund: DemoRefund,
  role: 'truth' | 'copy',
): void {
  const { clock } = writer;
  const { currency } = order;
  emitPost(writer, {
    id: refund.id,
    author: role === 'truth' ? 1 : 0,
    type: 'shop_order_refund',
    status: 'wc-completed',
    createdAtUtc: refund.createdAtUtc,
    modifiedAtUtc: refund.createdAtUtc,
    title:
      role === 'truth' ? `Refund &ndash; ${clock.format(refund.createdAtUtc, 'LLL d, yyyy @ hh:mm a')}` : '',
    password: role === 'truth' ? `wc_order_${order.orderKey.slice(-12)}R` : '',
    name:
      role === 'truth'
        ? clockName(clock.utc(refund.createdAtUtc)).replace('order-', 'refund-')
        : String(refund.id),
    parentId: order.id,
    path: `?post_type=shop_order_refund&#038;p=${refund.id}`,
  });
  const shipping = sum(refund.lines.filter((line) => line.kind === 'shipping').map((line) => -line.total));
  emitPostMeta(writer, refund.id, [
    ['_order_currency', currency],
    ...moneyMetas(order, totalText(ZERO, currency), totalText(shipping, currency)),
    ['_order_total', totalText(-refund.amount, currency)],
    ['_order_version', WOOCOMMERCE_VERSION],
    ['_prices_include_tax', 'no'],
    ['_refund_amount', totalText(refund.amount, currency)],
    ['_refunded_by', '1'],
    ['_refunded_payment', ''],
    ['_refund_reason', refund.reason],
    ['_refund_type', refund.kind],
  ]);
  if (role === 'truth') writeRefundItems(writer, order, refund);
}

function moneyMetas(order: DemoOrder, discount: string, shipping: string): Meta[] {
  const none = totalText(ZERO, order.currency);
  return [
    ['_cart_discount', discount],
    ['_cart_discount_tax', none],
    ['_order_shipping', shipping],
    ['_order_shipping_tax', none],
    ['_order_tax', none],
  ];
}

/** `order-mar-19-2025-0603-pm`: the time in UTC, as an English WordPress writes it. */
function clockName(utc: string): string {
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(utc) ?? [];
  const monthName = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')[Number(month) - 1] ?? '';
  const twelve = String(((Number(hour) + 11) % 12) + 1).padStart(2, '0');
  return `order-${monthName}-${day}-${year}-${twelve}${minute}-${Number(hour) < 12 ? 'am' : 'pm'}`;
}

/** WooCommerce writes no meta for an empty value. */
function present(metas: readonly Meta[]): Meta[] {
  return metas.filter(([, value]) => value !== '');
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
