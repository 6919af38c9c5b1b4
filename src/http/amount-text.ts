import { minorDigitsOf } from '../kernel/currency.ts';
import { formatMinor, formatMoney, parseMoney, roundToMinor } from '../kernel/money.ts';

/** Decimals where no currency says how many. */
const USUAL_DIGITS = 2;

/**
 * An amount as replies show it: with the digits of its currency, and with more where it has more, since what is
 * the store's own must not be rounded a second time.
 *
 * @param eightDecimals as the backend keeps it: `25000.00000000`
 */
export function amountText(eightDecimals: string, currency: string | null): string {
  const amount = parseMoney(eightDecimals);
  const digits = (currency === null ? undefined : minorDigitsOf(currency)) ?? USUAL_DIGITS;
  if (roundToMinor(amount, digits) === amount) return formatMinor(amount, digits);
  return formatMoney(amount).replace(/0+$/, '');
}

/** These columns of a row as amounts of its currency. */
export function withAmounts<Row extends object, Name extends keyof Row>(
  row: Row & Readonly<Record<Name, string>>,
  names: readonly Name[],
  currency: string | null,
): Row {
  return { ...row, ...Object.fromEntries(names.map((name) => [name, amountText(row[name], currency)])) };
}
