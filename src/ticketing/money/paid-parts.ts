import { type Money, minorUnit, roundToMinor, sum, ZERO } from '../../kernel/money/money.ts';
import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { StoreLine, StoreOrder } from '../model/store-order.ts';
import { roundTogether } from './apportion.ts';

type PaidOrder = Pick<StoreOrder, 'lines' | 'orderTotal' | 'minorDigits'>;

/** The customer's payment for each line, fee and shipping of an order, tax included. */
export interface PaidParts {
  /**
   * The payments by item id. They are whole minor units that add up to the order's total; otherwise they are
   * the store's unrounded figures.
   */
  readonly byItem: ReadonlyMap<number, Money>;
  /** true if the lines add up to the order's total, except for rounding. */
  readonly meetsTotal: boolean;
}

/**
 * Divides the payment of an order among its lines, fees and shipping. WooCommerce stores lines and taxes with
 * more decimals than the total, which it rounds at several places. The total is the money that was paid, so the
 * lines are rounded together to meet it. If the total differs by a minor unit a line or more, it has another
 * cause (a gift card, a line that was edited without recalculation); then the lines stay unchanged.
 *
 * The products are rounded first, then the variations of each, then their lines. So an event's part is within a
 * minor unit of its ideal for any number of lines, and for each event of the order.
 */
export function paidParts(order: PaidOrder, because?: Because): PaidParts {
  const { lines, orderTotal, minorDigits } = order;
  const exact = new Map(lines.map((line) => [line.itemId, paidFor(line)]));
  const exactSum = sum(exact.values());
  const off = orderTotal - exactSum;
  const withMoney = [...exact.values()].filter((amount) => amount !== ZERO).length;
  const meetsTotal = off === ZERO || (off < ZERO ? -off : off) < minorUnit(minorDigits) * BigInt(withMoney);
  if (off !== ZERO) {
    const compared = { charged: orderTotal, sum: exactSum };
    because?.(
      meetsTotal
        ? { code: 'money_meets_total', figures: { ...compared, rounding: off } }
        : { code: 'money_off_total', figures: { ...compared, difference: off } },
    );
  }
  if (!meetsTotal) return { byItem: exact, meetsTotal };
  const byItem = new Map<number, Money>();
  divide(lines, roundToMinor(orderTotal, minorDigits), [ownerOf, variationOf, itemOf], minorDigits, byItem);
  return { byItem, meetsTotal };
}

/**
 * The payment for some of the lines, each in whole minor units. If there is no total to meet, only their sum is
 * rounded.
 */
export function paidTogether(
  parts: PaidParts,
  lines: readonly StoreLine[],
  minorDigits: number,
): readonly Money[] {
  const amounts = lines.map((line) => parts.byItem.get(line.itemId) ?? ZERO);
  return parts.meetsTotal
    ? amounts
    : roundTogether(amounts, roundToMinor(sum(amounts), minorDigits), minorDigits);
}

/** The store's own figure of a line, tax included. */
export function paidFor(line: StoreLine): Money {
  return line.total + line.tax;
}

type Grouping = (line: StoreLine) => string;

const ownerOf: Grouping = (line) =>
  line.kind === 'line_item' ? `product ${line.productId}` : `item ${line.itemId}`;
const variationOf: Grouping = (line) => String(line.variationId);
const itemOf: Grouping = (line) => String(line.itemId);

function divide(
  lines: readonly StoreLine[],
  total: Money,
  [grouping, ...finer]: readonly Grouping[],
  minorDigits: number,
  byItem: Map<number, Money>,
): void {
  if (grouping === undefined) {
    for (const line of lines) byItem.set(line.itemId, total);
    return;
  }
  const groups = new Map<string, StoreLine[]>();
  for (const line of lines.toSorted((a, b) => a.itemId - b.itemId)) {
    const group = groups.get(grouping(line));
    if (group === undefined) groups.set(grouping(line), [line]);
    else group.push(line);
  }
  const amounts = [...groups.values()].map((group) => sum(group.map(paidFor)));
  const rounded = roundTogether(amounts, total, minorDigits);
  for (const [index, group] of [...groups.values()].entries())
    divide(group, rounded[index] ?? ZERO, finer, minorDigits, byItem);
}
