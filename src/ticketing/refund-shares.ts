import { type Money, max, sum, ZERO } from '../kernel/money.ts';
import { apportion } from './apportion.ts';
import type { StoreLine, StoreRefund, StoreRefundLine } from './store-order.ts';

/** One refund, spread over the order's lines, fees and shipping. */
export interface RefundShare {
  readonly refund: StoreRefund;
  /** By item id; lines that nothing was given back for are absent. */
  readonly byLines: ReadonlyMap<number, Money>;
  readonly apportioned: ReadonlyMap<number, Money>;
}

interface RefundedOrder {
  readonly lines: readonly StoreLine[];
  readonly refunds: readonly StoreRefund[];
  readonly minorDigits: number;
}

/**
 * Says for every refund which of the order's lines, fees and shipping it was for, since many refunds name
 * none or only some. Its own lines count as they are. The residual (`amount` − its lines) is apportioned over
 * what is left of the whole order, so that several events of one order never claim the same money twice;
 * refunds are taken by id, each sees what those before it left.
 *
 * A refund line of an item that the order no longer has goes to no line: it stays in the residual. A negative
 * residual (the lines exceed the amount that was given) is taken back from the refund's own lines, in
 * proportion: spread over what is left it would credit another event with money that was never refunded.
 * There is no cap: more may be refunded than was paid. An order without any line gives nothing to anyone.
 */
export function shareRefunds(order: RefundedOrder): readonly RefundShare[] {
  const lines = order.lines.toSorted((a, b) => a.itemId - b.itemId);
  const refundedSoFar = new Map<number, Money>(lines.map((line) => [line.itemId, ZERO]));
  return order.refunds
    .toSorted((a, b) => a.refundId - b.refundId)
    .map((refund) => {
      const byLines = sumByItem(refund.lines.filter((line) => refundedSoFar.has(line.refundedItemId)));
      addTo(refundedSoFar, byLines);
      const residual = refund.amount - sum(byLines.values());
      const apportioned = new Map<number, Money>();
      if (residual !== ZERO && lines.length > 0) {
        const weights = weightsOf(residual, lines, byLines, refundedSoFar);
        for (const [index, part] of apportion(residual, weights, order.minorDigits).entries()) {
          const line = lines[index];
          if (line !== undefined && part !== ZERO) apportioned.set(line.itemId, part);
        }
        addTo(refundedSoFar, apportioned);
      }
      return { refund, byLines, apportioned };
    });
}

function weightsOf(
  residual: Money,
  lines: readonly StoreLine[],
  byLines: ReadonlyMap<number, Money>,
  refundedSoFar: ReadonlyMap<number, Money>,
): readonly Money[] {
  const choices = [
    residual < ZERO ? lines.map((line) => byLines.get(line.itemId) ?? ZERO) : [],
    lines.map((line) => line.total + line.tax - (refundedSoFar.get(line.itemId) ?? ZERO)),
    lines.map((line) => line.total + line.tax),
  ];
  const usable = choices.find((weights) => weights.some((weight) => weight > ZERO));
  return (usable ?? lines.map(() => ZERO)).map((weight) => max(ZERO, weight));
}

/** Tax included: what the buyer got back. */
function sumByItem(lines: readonly StoreRefundLine[]): ReadonlyMap<number, Money> {
  const sums = new Map<number, Money>();
  for (const line of lines) {
    const before = sums.get(line.refundedItemId) ?? ZERO;
    sums.set(line.refundedItemId, before + line.amount + line.tax);
  }
  return sums;
}

function addTo(totals: Map<number, Money>, amounts: ReadonlyMap<number, Money>): void {
  for (const [itemId, amount] of amounts) totals.set(itemId, (totals.get(itemId) ?? ZERO) + amount);
}

/** What all refunds together gave back of one line, named by the refunds' lines or apportioned to it. */
export function refundedOf(
  itemId: number,
  shares: readonly RefundShare[],
): { readonly byLines: Money; readonly apportioned: Money } {
  return {
    byLines: sum(shares.map((share) => share.byLines.get(itemId) ?? ZERO)),
    apportioned: sum(shares.map((share) => share.apportioned.get(itemId) ?? ZERO)),
  };
}

/** How many units of one line the refunds gave back. */
export function refundedQuantityOf(itemId: number, refunds: readonly StoreRefund[]): number {
  let quantity = 0;
  for (const refund of refunds) {
    for (const line of refund.lines) if (line.refundedItemId === itemId) quantity += line.quantity;
  }
  return quantity;
}
