import { type Money, max, minorUnit, sum, ZERO } from '../../kernel/money/money.ts';
import type { StoreOrder, StoreRefund } from '../model/store-order.ts';
import { apportion } from './apportion.ts';
import { type PaidParts, paidFor } from './paid-parts.ts';
import type { RefundPiece } from './refund-pieces.ts';

/** One refund, divided among the order's lines, fees and shipping. */
export interface RefundShare {
  readonly refund: StoreRefund;
  /** The refunds by item id. Lines without a refund are absent. */
  readonly byLines: ReadonlyMap<number, Money>;
  readonly apportioned: ReadonlyMap<number, Money>;
  /** Refunds of products whose lines are gone from the order. */
  readonly ofGone: readonly GoneShare[];
}

interface GoneShare {
  readonly productId: number;
  readonly variationId: number;
  readonly amount: Money;
}

/** The payment for a line, and its refunds so far. */
interface Place {
  /** The line; null for a line that is gone. */
  readonly itemId: number | null;
  readonly paid: Money;
  refunded: Money;
}

/**
 * Divides every refund among the order's lines, fees and shipping, because many refunds name none of them or
 * only some. The refund's own lines count as they are. The residual (`amount` − its lines) is apportioned over
 * the part of the whole order that is not refunded yet, so that several events of one order never claim the
 * same money twice. Refunds are processed by id. The refund that returns the last money of an order leaves
 * nothing on any line.
 *
 * A refund line whose order line is gone counts for its product's event; one without a product stays in the
 * residual. A negative residual (the lines exceed the refunded amount) is taken from the refund's own lines, in
 * proportion: if it were spread over the rest of the order, another event would be credited with money that was
 * never refunded. There is no upper limit, because more may be refunded than was paid. A refund of an order
 * without lines belongs to no event.
 */
export function shareRefunds(
  order: Pick<StoreOrder, 'lines' | 'refunds' | 'minorDigits'>,
  paid: PaidParts,
  pieces: readonly RefundPiece[],
): readonly RefundShare[] {
  const places = order.lines
    .toSorted((a, b) => a.itemId - b.itemId)
    .map((line): Place & { readonly itemId: number } => ({
      itemId: line.itemId,
      paid: paid.byItem.get(line.itemId) ?? paidFor(line),
      refunded: ZERO,
    }));
  return order.refunds
    .toSorted((a, b) => a.refundId - b.refundId)
    .map((refund) => {
      const own = pieces.filter((piece) => piece.refundId === refund.refundId);
      const byLines = sumByItem(own);
      for (const place of places) place.refunded += byLines.get(place.itemId) ?? ZERO;
      const gone = own.filter(({ itemId, amount }) => itemId === null && amount !== ZERO);
      const residual = refund.amount - sum(own.map((piece) => piece.amount));
      const weighed = [
        ...places.map((place) => ({ ...place, own: byLines.get(place.itemId) ?? ZERO })),
        ...gone.map(({ amount }) => ({ itemId: null, paid: ZERO, refunded: amount, own: amount })),
      ];
      const parts = shareResidual(residual, weighed, order.minorDigits);
      const apportioned = new Map<number, Money>();
      for (const [at, place] of places.entries()) {
        const part = parts[at] ?? ZERO;
        if (part === ZERO) continue;
        apportioned.set(place.itemId, part);
        place.refunded += part;
      }
      const ofGone = gone.map(({ refundLine: { productId, variationId }, amount }, at) => ({
        productId,
        variationId,
        amount: amount + (parts[places.length + at] ?? ZERO),
      }));
      return { refund, byLines, apportioned, ofGone };
    });
}

function shareResidual(
  residual: Money,
  places: readonly (Place & { readonly own: Money })[],
  minorDigits: number,
): readonly Money[] {
  if (residual === ZERO || places.length === 0) return [];
  const left = places.map((place) => (place.itemId === null ? ZERO : place.paid - place.refunded));
  // Rounding changes a line by less than two units. A larger residual means that a refund line has too high an
  // amount.
  const most = 2n * minorUnit(minorDigits);
  if (sum(left) === residual && left.every((of) => of > -most)) return left;
  const choices = [
    residual < ZERO ? places.map((place) => place.own) : [],
    left,
    places.map((place) => place.paid),
  ];
  const usable = choices.find((weights) => weights.some((weight) => weight > ZERO));
  const weights = (usable ?? places.map(() => ZERO)).map((weight) => max(ZERO, weight));
  return apportion(residual, weights, minorDigits);
}

function sumByItem(pieces: readonly RefundPiece[]): ReadonlyMap<number, Money> {
  const sums = new Map<number, Money>();
  for (const { itemId, amount } of pieces)
    if (itemId !== null) sums.set(itemId, (sums.get(itemId) ?? ZERO) + amount);
  return sums;
}

/** All refunds of one line, whether refund lines name it or they were apportioned to it. */
export function refundedOf(
  itemId: number,
  shares: readonly RefundShare[],
): { readonly byLines: Money; readonly apportioned: Money } {
  return {
    byLines: sum(shares.map((share) => share.byLines.get(itemId) ?? ZERO)),
    apportioned: sum(shares.map((share) => share.apportioned.get(itemId) ?? ZERO)),
  };
}
