import type { StoreOrder } from '../../src/ticketing/model/store-order.ts';
import { added } from './truth-text.ts';

/** The sums of the rows that were read, for comparing reader and proof. */
export function sumsOf(orders: readonly StoreOrder[], productId: number) {
  const groups = new Map<string, ReturnType<typeof emptyGroup>>();
  for (const order of orders) {
    const key = `${order.sourceStatus} ${order.currency}`;
    const group = groups.get(key) ?? emptyGroup(order);
    const lines = order.lines.filter((l) => l.kind === 'line_item' && l.productId === productId);
    const items = new Set(lines.map(({ itemId }) => itemId));
    const back = order.refunds.flatMap((refund) =>
      refund.lines.filter(({ refundedItemId }) => items.has(refundedItemId)),
    );
    groups.set(key, {
      ...group,
      orders: group.orders + 1,
      quantity: group.quantity + lines.reduce((total, { quantity }) => total + quantity, 0),
      total: added(group.total, ...lines.map(({ total, tax }) => total + tax)),
      refundedByLines: added(group.refundedByLines, ...back.map(({ amount, tax }) => amount + tax)),
      orderRefunded: added(group.orderRefunded, ...order.refunds.map(({ amount }) => amount)),
    });
  }
  return [...groups.values()];
}

function emptyGroup({ sourceStatus, currency }: StoreOrder) {
  const zero = '0.00000000';
  return {
    sourceStatus,
    currency,
    orders: 0,
    quantity: 0,
    total: zero,
    refundedByLines: zero,
    orderRefunded: zero,
  };
}
