import { AppError } from '../kernel/errors.ts';
import { type Money, max, min, minorUnit, sum, ZERO } from '../kernel/money.ts';

/**
 * Splits `total` in proportion to `weights` by the method of the largest remainder, so that no unit of money
 * is lost or made: the parts sum to `total` exactly and each lies within one minor unit of its ideal.
 * Equal remainders are served in the order given. Parts have the sign of `total`; a negative weight counts as
 * zero; with no weight at all the first part takes everything. What of `total` is finer than a minor unit
 * goes, undivided, to the part whose turn is next.
 *
 * @throws bug `money.nothing-to-apportion-over` for a total without parts
 */
export function apportion(total: Money, weights: readonly Money[], minorDigits: number): readonly Money[] {
  if (weights.length === 0) {
    if (total === ZERO) return [];
    throw new AppError({
      kind: 'bug',
      code: 'money.nothing-to-apportion-over',
      message: 'An amount was to be divided among nobody.',
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
  // The remainders sum to what is left, and each is below one unit: the loop ends before it meets a zero one.
  for (const share of shares.toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)) {
    if (left === ZERO) break;
    const extra = min(left, unit);
    share.part += extra;
    left -= extra;
  }
  return shares.map((share) => (total < ZERO ? -share.part : share.part));
}

/**
 * Rounds amounts to the minor unit so that they sum to `roundedTotal`, which is their exact sum rounded:
 * each is rounded down, and the units that then miss go to the largest remainders, ties in the order given.
 */
export function roundTogether(
  amounts: readonly Money[],
  roundedTotal: Money,
  minorDigits: number,
): readonly Money[] {
  const unit = minorUnit(minorDigits);
  const rounded = amounts.map((amount, index) => {
    const remainder = ((amount % unit) + unit) % unit;
    return { index, whole: amount - remainder, remainder };
  });
  let missing = (roundedTotal - sum(rounded.map((item) => item.whole))) / unit;
  for (const item of rounded.toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)) {
    if (missing <= 0n) break;
    item.whole += unit;
    missing -= 1n;
  }
  return rounded.map((item) => item.whole);
}

/**
 * What `total` divided equally into `parts` gives to the parts `from` up to, not including, `to`: the same as
 * `apportion` with equal weights, without a list as long as an order's quantity.
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
