import { ZERO } from '../../kernel/money/money.ts';
import type { DemoLine, DemoOrder, DemoRefund, DemoRefundLine } from '../model/model.ts';
import { lineText } from '../text/money-text.ts';
import { bookkeeping } from './order-bookkeeping.ts';
import type { Meta, StoreWriter } from './store-writer.ts';

const LINE_TAXES = 'a:2:{s:5:"total";a:0:{}s:8:"subtotal";a:0:{}}';
const OTHER_TAXES = 'a:1:{s:5:"total";a:0:{}}';

/** Writes lines, fees, shipping and coupons. Their tables are the same in every layout. */
export function writeOrderItems(writer: StoreWriter, order: DemoOrder): void {
  for (const line of order.lines) {
    emitItem(writer, order.id, line.itemId, line.name, 'line_item', [
      ...lineMetas(line, line.quantity, lineText(line.subtotal), lineText(line.total)),
      ...line.attributes.map((attribute): Meta => [attribute.key, attribute.value]),
      ...stockMetas(writer, order, line),
    ]);
  }
  for (const fee of order.fees) {
    emitItem(
      writer,
      order.id,
      fee.itemId,
      fee.name,
      'fee',
      feeMetas(lineText(fee.total), lineText(fee.total)),
    );
  }
  for (const shipping of order.shippings) {
    emitItem(writer, order.id, shipping.itemId, shipping.title, 'shipping', [
      ...shippingMetas(lineText(shipping.total)),
      ['Items', shipping.contents],
    ]);
  }
  for (const { itemId, coupon, discount } of order.coupons) {
    emitItem(writer, order.id, itemId, coupon.code, 'coupon', [
      ['discount_amount', lineText(discount)],
      ['discount_amount_tax', '0'],
      // A cart coupon is WooCommerce's default kind, which it does not store.
      [
        'coupon_info',
        JSON.stringify([
          coupon.id,
          coupon.code,
          coupon.kind === 'fixed_cart' ? null : coupon.kind,
          coupon.amount,
        ]),
      ],
    ]);
  }
}

/** Writes how many units of counted goods an order took from the stock, and how many its refunds put back. */
function stockMetas(writer: StoreWriter, order: DemoOrder, line: DemoLine): Meta[] {
  const product = writer.products.get(line.productId);
  const variation = product?.variations.find(({ id }) => id === line.variationId);
  const stock = variation === undefined ? product?.stock : variation.stock;
  if (stock === undefined || stock === null || !bookkeeping(order).stockReduced) return [];
  const back = order.refunds
    .flatMap((refund) => (refund.deleted ? [] : refund.lines))
    .filter((refunded) => refunded.refundedItemId === line.itemId)
    .reduce((all, refunded) => all + refunded.quantity, 0);
  const taken: Meta = ['_reduced_stock', String(line.quantity - back)];
  return back === 0 ? [taken] : [taken, ['_restock_refunded_items', String(back)]];
}

/** The items of a refund have negative figures and name the refunded item. */
export function writeRefundItems(writer: StoreWriter, order: DemoOrder, refund: DemoRefund): void {
  for (const line of refund.lines) {
    const name = refundedName(order, line);
    const taken = line.total === ZERO ? '0' : lineText(-line.total);
    emitItem(writer, refund.id, line.itemId, name, line.kind, [
      ...refundedMetas(order, line, taken),
      ['_refunded_item_id', String(line.refundedItemId)],
    ]);
  }
}

function refundedMetas(order: DemoOrder, line: DemoRefundLine, taken: string): readonly Meta[] {
  if (line.kind === 'shipping') return shippingMetas(taken);
  if (line.kind === 'fee') return feeMetas(lineText(line.total), taken);
  const original = order.lines.find((one) => one.itemId === line.refundedItemId);
  return original === undefined ? [] : lineMetas(original, -line.quantity, taken, taken);
}

function refundedName(order: DemoOrder, line: DemoRefundLine): string {
  const named = [...order.lines, ...order.fees].find((one) => one.itemId === line.refundedItemId);
  return named?.name ?? order.shippings[0]?.title ?? '';
}

function lineMetas(line: DemoLine, quantity: number, subtotal: string, total: string): readonly Meta[] {
  return [
    ['_product_id', String(line.productId)],
    ['_variation_id', String(line.variationId)],
    ['_qty', String(quantity === 0 ? 0 : quantity)],
    ['_tax_class', ''],
    ['_line_subtotal', subtotal],
    ['_line_subtotal_tax', '0'],
    ['_line_total', total],
    ['_line_tax', '0'],
    ['_line_tax_data', LINE_TAXES],
  ];
}

function feeMetas(amount: string, total: string): readonly Meta[] {
  return [
    ['_fee_amount', amount],
    ['_tax_class', '0'],
    ['_tax_status', 'taxable'],
    ['_line_total', total],
    ['_line_tax', '0'],
    ['_line_tax_data', OTHER_TAXES],
  ];
}

function shippingMetas(cost: string): readonly Meta[] {
  return [
    ['method_id', 'flat_rate'],
    ['instance_id', '1'],
    ['cost', cost],
    ['total_tax', '0'],
    ['taxes', OTHER_TAXES],
  ];
}

function emitItem(
  writer: StoreWriter,
  orderId: number,
  itemId: number,
  name: string,
  type: string,
  metas: readonly Meta[],
): void {
  writer.emit('woocommerce_order_items', [itemId, name, type, orderId]);
  for (const [key, value] of metas) {
    writer.emit('woocommerce_order_itemmeta', [
      writer.next('woocommerce_order_itemmeta'),
      itemId,
      key,
      value,
    ]);
  }
}
