import { type Money, roundToMinor, sum, ZERO } from '../../kernel/money/money.ts';
import type { DemoLine, DemoNote, DemoOrder, DemoRefund, DemoRefundLine } from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan, PlannedRefund } from '../model/order-plan.ts';
import type { Random } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';
import { MINOR_DIGITS, orderTotal } from './basket.ts';

type Refundable = Pick<DemoOrder, 'lines' | 'fees' | 'shippings' | 'coupons'>;

interface Refunds {
  readonly refunds: readonly DemoRefund[];
  readonly notes: readonly DemoNote[];
  readonly lastAtUtc: UtcSeconds;
  /** true if the whole order is refunded. Then WooCommerce sets the status itself. */
  readonly complete: boolean;
}

/** Creates the planned refunds. An order that is set to `refunded` gets a refund of the rest without lines. */
export function giveRefunds(
  desk: OrderDesk,
  random: Random,
  plan: OrderPlan,
  order: Refundable,
  fromUtc: UtcSeconds,
): Refunds {
  const refunds: DemoRefund[] = [];
  const notes: DemoNote[] = [];
  const unitsBack = new Map<number, number>();
  let at = fromUtc;
  const soon = (): UtcSeconds => {
    at = Math.min(at + random.between(3_600, 1_200_000), desk.settings.nowUtc);
    return at;
  };
  const lastMinute = (): UtcSeconds => {
    soon();
    at = Math.max(fromUtc, desk.settings.nowUtc - 60);
    return at;
  };
  let left = orderTotal(order);
  for (const planned of plan.refunds) {
    const made = refundOf(desk, plan, order, planned, unitsBack);
    if (made.amount <= ZERO || made.amount > left) continue;
    const deleted = planned.deleted ?? false;
    if (!deleted) left -= made.amount;
    refunds.push({
      id: desk.nextPostId(),
      reason: reasonOf(planned.what),
      kind: left === ZERO ? 'full' : 'partial',
      createdAtUtc: planned.afterEntry === true ? lastMinute() : soon(),
      automatic: false,
      deleted,
      ...made,
    });
  }
  const complete = refunds.length > 0 && left === ZERO;
  if (plan.status !== 'refunded' && !complete) return { refunds, notes, lastAtUtc: at, complete };
  if (plan.status === 'refunded' && !complete) {
    soon();
    notes.push({
      text: 'Order status set to refunded. To return funds to the customer you will need to issue a refund through your payment gateway.',
      atUtc: at,
    });
    if (left > ZERO) refunds.push({ ...REMAINDER, id: desk.nextPostId(), amount: left, createdAtUtc: at });
  }
  notes.push({ text: 'Order status changed from Completed to Refunded.', atUtc: at });
  return { refunds, notes, lastAtUtc: at, complete };
}

const REMAINDER: Omit<DemoRefund, 'id' | 'amount' | 'createdAtUtc'> = {
  reason: 'Order fully refunded.',
  kind: 'full',
  automatic: true,
  deleted: false,
  lines: [],
};

function refundOf(
  desk: OrderDesk,
  plan: OrderPlan,
  order: Refundable,
  planned: PlannedRefund,
  unitsBack: Map<number, number>,
): { amount: Money; lines: DemoRefundLine[] } {
  const lines = linesOf(plan, order, planned, unitsBack).map((line) => ({
    itemId: desk.nextItemId(),
    ...line,
  }));
  const amount =
    planned.what === 'amount-only'
      ? fraction(plan, orderTotal(order), 30n)
      : sum(lines.map((line) => line.total));
  return { amount, lines };
}

function linesOf(
  plan: OrderPlan,
  order: Refundable,
  planned: PlannedRefund,
  unitsBack: Map<number, number>,
): Omit<DemoRefundLine, 'itemId'>[] {
  switch (planned.what) {
    case 'amount-only':
      return [];
    case 'one-unit': {
      const line = order.lines.find((one) => one.quantity > (unitsBack.get(one.itemId) ?? 0));
      if (line === undefined) return [];
      unitsBack.set(line.itemId, (unitsBack.get(line.itemId) ?? 0) + 1);
      const total = roundToMinor(line.total / BigInt(line.quantity), MINOR_DIGITS[plan.currency]);
      return [{ kind: 'line_item', refundedItemId: line.itemId, quantity: 1, total }];
    }
    case 'line-amount': {
      const [line] = order.lines;
      if (line === undefined) return [];
      const total = fraction(plan, line.total, 15n);
      return [{ kind: 'line_item', refundedItemId: line.itemId, quantity: 0, total }];
    }
    case 'fee':
      return order.fees
        .filter((fee) => fee.total > ZERO)
        .map((fee) => ({ kind: 'fee', refundedItemId: fee.itemId, quantity: 0, total: fee.total }));
    case 'shipping':
      return order.shippings.map((shipping) => ({
        kind: 'shipping',
        refundedItemId: shipping.itemId,
        quantity: 0,
        total: shipping.total,
      }));
    case 'all-lines':
      return order.lines.map((line: DemoLine) => ({
        kind: 'line_item',
        refundedItemId: line.itemId,
        quantity: line.quantity,
        total: line.total,
      }));
  }
}

function fraction(plan: OrderPlan, amount: Money, percent: bigint): Money {
  return roundToMinor((amount * percent) / 100n, MINOR_DIGITS[plan.currency]);
}

function reasonOf(what: PlannedRefund['what']): string {
  const reasons: Readonly<Record<PlannedRefund['what'], string>> = {
    'one-unit': 'No podrá venir',
    'line-amount': 'Rebaja por "vista parcial"',
    'amount-only': 'Compensación por atraso',
    fee: 'Devolución del cargo',
    shipping: 'No hubo envío',
    'all-lines': '',
  };
  return reasons[what];
}
