import { type Money, sum } from '../../kernel/money/money.ts';
import type { DemoOrder, DemoRefund, DemoRefundLine } from '../model/model.ts';
import { orderTotal } from '../orders/basket.ts';
import type { StoreEditor } from './store-editor.ts';

/** The part of one line of an order to refund. */
export interface WantedRefundLine {
  readonly itemId: number;
  /** 0 if only money of the line is refunded and no units. */
  readonly quantity: number;
  readonly total: Money;
}

/** The part of the order's total that is not refunded yet. */
export function leftOf(order: DemoOrder): Money {
  return orderTotal(order) - sum(livingRefunds(order).map((refund) => refund.amount));
}

export function livingRefunds(order: DemoOrder): readonly DemoRefund[] {
  return order.refunds.filter((refund) => !refund.deleted);
}

/**
 * Refunds money, by lines or as an amount alone. Refunding the whole rest sets the order to `refunded`, as WooCommerce
 * does.
 *
 * @returns the refund's id
 */
export async function refund(
  store: StoreEditor,
  orderId: number,
  lines: readonly WantedRefundLine[],
  amount: Money = sum(lines.map((line) => line.total)),
): Promise<number> {
  const order = store.order(orderId);
  const id = store.nextPostId();
  const all = amount === leftOf(order);
  const made: DemoRefund = {
    id,
    amount,
    reason: lines.length === 0 ? 'Compensación' : '',
    kind: all ? 'full' : 'partial',
    createdAtUtc: store.nowUtc + 60,
    automatic: false,
    deleted: false,
    lines: lines.map((line) => refundLine(store, order, line)),
  };
  const status = all ? 'refunded' : order.status;
  await store.saveOrder({ ...order, status, refunds: [...order.refunds, made] }, 'saved');
  return id;
}

/** Deletes a refund. In HPOS tables its items stay, and no date changes. */
export async function deleteRefund(store: StoreEditor, orderId: number, refundId: number): Promise<void> {
  const order = store.order(orderId);
  const refunds = order.refunds.map((one) => (one.id === refundId ? { ...one, deleted: true } : one));
  await store.saveOrder({ ...order, refunds }, 'silent');
}

function refundLine(store: StoreEditor, order: DemoOrder, line: WantedRefundLine): DemoRefundLine {
  const of = (items: readonly { readonly itemId: number }[]): boolean =>
    items.some((item) => item.itemId === line.itemId);
  const kind = of(order.fees) ? 'fee' : of(order.shippings) ? 'shipping' : 'line_item';
  return {
    itemId: store.nextItemId(),
    kind,
    refundedItemId: line.itemId,
    quantity: line.quantity,
    total: line.total,
  };
}
