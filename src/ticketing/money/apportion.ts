import { AppError } from '../../kernel/errors.ts';
import { type Money, max, min, minorUnit, sum, ZERO } from '../../kernel/money/money.ts';

/**
 * Splits `total` in proportion to `weights` by the method of the largest remainder, so that no unit of money is
 * lost or created. The parts add up to `total` exactly, and each is within one minor unit of its ideal. Equal
 * remainders are served in the order given. Parts have the sign of `total`. A negative weight counts as zero;
 * if all weights are zero, the first part gets everything. A rest of `total` below the minor unit goes,
 * undivided, to the next part in turn.
 *
 * @throws bug `money.nothing-to-apportion-over` for a total without parts
 */
export function apportion(total: Money, weights: readonly Money[], minorDigits: number): readonly Money[] {
  if (weights.length === 0) {
    if (total === ZERO) return [];
    throw new AppError({
      code: 'money.nothing-to-apportion-over',
      message: 'There are no parts to divide the amount among.',
    });
  }
  const positive = weights.map((weight) => max(weight, ZERO));
  const allWeight = sum(positive);
  if (allWeight === ZERO) return weights.map((_, index) => (index === 0 ? total : ZERO));

  const unit = minorUnit(minorDigits);
  const magnitude = total < ZERO ? -total : total;
  const divisor = allWeight * unit;
  const shares = positive.map((weight, index) => {
    const ideal = magnitude * weight;
    return { index, part: (ideal / divisor) * unit, remainder: ideal % divisor };
  });
  let left = magnitude - sum(shares.map((share) => share.part));
  // The remainders add up to the rest, and each is below one unit. So the loop ends before it reaches a zero
  // remainder.
  for (const share of shares.toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)) {
    if (left === ZERO) break;
    const extra = min(left, unit);
    share.part += extra;
    left -= extra;
  }
  return shares.map((share) => (total < ZERO ? -share.part : share.part));
}

/**
 * Rounds amounts to the minor unit so that they add up to `roundedTotal`. Each amount is rounded down, and the
 * missing units go to the largest remainders; equal ones are served in the order given. If `roundedTotal` is
 * their rounded sum, each amount changes by less than a unit. If it differs more, all amounts change by as much
 * as needed. An amount of zero stays zero.
 */
export function roundTogether(
  amounts: readonly Money[],
  roundedTotal: Money,
  minorDigits: number,
): readonly Money[] {
  const unit = minorUnit(minorDigits);
  const rounded = amounts.map((amount, index) => {
    const remainder = modulo(amount, unit);
    return { index, whole: amount - remainder, remainder };
  });
  const something = rounded.filter(({ index }) => amounts[index] !== ZERO);
  const moved = something.length === 0 ? rounded : something;
  if (moved.length === 0) return [];
  const missing = (roundedTotal - sum(rounded.map((item) => item.whole))) / unit;
  const odd = modulo(missing, BigInt(moved.length));
  const each = (missing - odd) / BigInt(moved.length);
  const inTurn = moved.toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const [turn, item] of inTurn.entries()) item.whole += (each + (BigInt(turn) < odd ? 1n : 0n)) * unit;
  return rounded.map((item) => item.whole);
}

/** The remainder, which is never negative, unlike the result of `%`. */
function modulo(amount: bigint, divisor: bigint): bigint {
  return ((amount % divisor) + divisor) % divisor;
}

/**
 * The sum of the parts `from` to `to` (exclusive) if `total` is divided equally into `parts`. It equals
 * `apportion` with equal weights, but needs no list as long as an order's quantity.
 */
export function equalParts(
  total: Money,
  parts: number,
  range: { readonly from: number; readonly to: number },
  minorDigits: number,
): Money {
  return firstParts(total, parts, range.to, minorDigits) - firstParts(total, parts, range.from, minorDigits);
}

function firstParts(total: Money, parts: number, count: number, minorDigits: number): Money {
  const unit = minorUnit(minorDigits);
  const units = total / unit;
  const each = units / BigInt(parts);
  const larger = units % BigInt(parts);
  const magnitude = larger < 0n ? -larger : larger;
  const extra = min(magnitude, BigInt(count));
  return (each * BigInt(count) + (larger < 0n ? -extra : extra)) * unit;
}

export function compare(a: Money, b: Money): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
