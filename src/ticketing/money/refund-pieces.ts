import { type Money, ZERO } from '../../kernel/money/money.ts';
import type { StoreLine, StoreOrder, StoreRefundLine } from '../model/store-order.ts';
import { kindOf } from '../tickets/ticket-units.ts';
import { apportion } from './apportion.ts';
import { paidFor } from './paid-parts.ts';

/** The part of one order line that one refund line refunded. */
export interface RefundPiece {
  readonly refundId: number;
  /** The refund's own line. */
  readonly refundLine: StoreRefundLine;
  /** The line of the order. Null if no line is left that this can belong to. */
  readonly itemId: number | null;
  /** true if the refund names the line. Otherwise product, variation and quantity identify it. */
  readonly isNamed: boolean;
  readonly quantity: number;
  /** The amount with tax. */
  readonly amount: Money;
}

type RefundedOrder = Pick<StoreOrder, 'lines' | 'refunds' | 'minorDigits'>;

/**
 * Assigns the lines of refunds to the lines of the order. Most of them name their line. Some name none, or a
 * line that is gone: a bookings plugin splits a line after the sale, and people delete lines and add others.
 * Such a refund line still has a product, a variation and a quantity: it takes units of these that no other
 * refund took, by item id. Units beyond those that were sold, and money without any such line, become a piece
 * without a line. A refund line without a product gives no piece.
 *
 * The result does not depend on tickets, so every event of an order gets the same pieces.
 */
export function placeRefunds(order: RefundedOrder): readonly RefundPiece[] {
  const linesById = new Map(order.lines.map((line) => [line.itemId, line]));
  const refundLines = order.refunds
    .toSorted((a, b) => a.refundId - b.refundId)
    .flatMap(({ refundId, lines }) =>
      lines.toSorted((a, b) => a.itemId - b.itemId).map((refundLine) => ({ refundId, refundLine })),
    );
  const left = new Map(order.lines.map(({ itemId, quantity }) => [itemId, quantity]));
  for (const { refundLine } of refundLines) {
    const of = left.get(refundLine.refundedItemId);
    if (of !== undefined) left.set(refundLine.refundedItemId, of - refundLine.quantity);
  }
  return refundLines.flatMap(({ refundId, refundLine }) => {
    const { refundedItemId, quantity, amount, tax } = refundLine;
    const whole = { refundId, refundLine, quantity, amount: amount + tax };
    if (linesById.has(refundedItemId)) return [{ ...whole, itemId: refundedItemId, isNamed: true }];
    if (refundLine.productId === 0) return [];
    const alike = order.lines
      .filter((line) => line.kind === 'line_item' && kindOf(line) === kindOf(refundLine))
      .toSorted((a, b) => a.itemId - b.itemId);
    if (alike.length === 0) return [{ ...whole, itemId: null, isNamed: false }];
    const units = takeUnits(alike, quantity, left);
    const amounts = apportion(whole.amount, weightsOf(alike, units), order.minorDigits);
    const pieces = alike.map(({ itemId }, at) => ({
      ...whole,
      itemId,
      isNamed: false,
      quantity: units[at] ?? 0,
      amount: amounts[at] ?? ZERO,
    }));
    const beyond = quantity - units.reduce((total, of) => total + of, 0);
    return [
      ...pieces.filter((piece) => piece.quantity !== 0 || piece.amount !== ZERO),
      ...(beyond > 0 ? [{ ...whole, itemId: null, isNamed: false, quantity: beyond, amount: ZERO }] : []),
    ];
  });
}

/** How many units of each line, by item id, are refunded; `left` has the units that other refunds leave. */
function takeUnits(
  lines: readonly StoreLine[],
  quantity: number,
  left: Map<number, number>,
): readonly number[] {
  let wanted = quantity;
  return lines.map(({ itemId }) => {
    const free = Math.max(0, left.get(itemId) ?? 0);
    const taken = Math.min(Math.max(0, wanted), free);
    left.set(itemId, free - taken);
    wanted -= taken;
    return taken;
  });
}

/**
 * Money follows the units. An amount without units is divided among all such lines in proportion to their
 * payment.
 */
function weightsOf(lines: readonly StoreLine[], units: readonly number[]): readonly Money[] {
  return units.some((of) => of > 0) ? units.map(BigInt) : lines.map(paidFor);
}
