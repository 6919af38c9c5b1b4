import type { DemoOrder, DemoRefund } from '../../../src/demo/model/model.ts';

/**
 * The rules of money, implemented simply and separately from the engine: from whole minor units to whole minor units.
 * Amounts are hundred-millionths, as everywhere.
 */

export function unitOf(currency: string): bigint {
  return currency === 'CLP' ? 100_000_000n : 1_000_000n;
}

/** Splits an amount by weights: each gets its whole units, and the rest goes to the largest remainders. */
function split(amount: bigint, weights: readonly bigint[], unit: bigint): readonly bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const units = amount / unit;
  const shares = weights.map((weight, place) => ({
    place,
    whole: (units * weight) / all,
    rest: (units * weight) % all,
  }));
  const missing = Number(units - shares.reduce((sum, { whole }) => sum + whole, 0n));
  const byRest = shares.toSorted((a, b) =>
    a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1,
  );
  for (const share of byRest.slice(0, missing)) share.whole += 1n;
  return shares.map(({ whole }) => whole * unit);
}

/** Divides an amount equally among units; the first ones get the remainder. */
export function equalShares(amount: bigint, parts: number, unit: bigint): readonly bigint[] {
  return split(
    amount,
    Array.from({ length: parts }, () => 1n),
    unit,
  );
}

export interface ModelRefund {
  readonly refund: DemoRefund;
  /** By item. */
  readonly byLines: ReadonlyMap<number, bigint>;
  readonly apportioned: ReadonlyMap<number, bigint>;
}

/** Every existing refund, and the order's items that it refunded. */
export function modelRefunds(order: DemoOrder): readonly ModelRefund[] {
  const items = [...order.lines, ...order.fees, ...order.shippings].toSorted((a, b) => a.itemId - b.itemId);
  const back = new Map<number, bigint>(items.map(({ itemId }) => [itemId, 0n]));
  const living = order.refunds.filter((refund) => !refund.deleted).toSorted((a, b) => a.id - b.id);
  return living.map((refund) => {
    const byLines = new Map<number, bigint>();
    for (const line of refund.lines) {
      if (back.has(line.refundedItemId)) add(byLines, line.refundedItemId, line.total);
    }
    for (const [itemId, amount] of byLines) add(back, itemId, amount);
    const residual = refund.amount - [...byLines.values()].reduce((sum, amount) => sum + amount, 0n);
    const apportioned = new Map<number, bigint>();
    if (residual !== 0n && items.length > 0) {
      const left = items.map(({ itemId, total }) => positive(total - (back.get(itemId) ?? 0n)));
      const original = items.map(({ total }) => positive(total));
      const first = items.map((_, place) => (place === 0 ? 1n : 0n));
      const weights = [left, original, first].find((some) => some.some((weight) => weight > 0n)) ?? first;
      split(residual, weights, unitOf(order.currency)).forEach((part, place) => {
        const item = items[place];
        if (item !== undefined && part !== 0n) apportioned.set(item.itemId, part);
      });
      for (const [itemId, amount] of apportioned) add(back, itemId, amount);
    }
    return { refund, byLines, apportioned };
  });
}

/** Rounded up to a whole unit; never negative. */
export function feeOf(net: bigint, percent: bigint, unit: bigint): bigint {
  const hundredths = positive(net) * percent;
  return ((hundredths + 100n * unit - 1n) / (100n * unit)) * unit;
}

function add(sums: Map<number, bigint>, key: number, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
