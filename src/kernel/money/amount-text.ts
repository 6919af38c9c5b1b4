import { formatAmount } from './currency.ts';
import { parseMoney } from './money.ts';

/** @param eightDecimals as stored in the backend: `25000.00000000` */
export function amountText(eightDecimals: string, currency: string | null): string {
  return formatAmount(parseMoney(eightDecimals), currency);
}

/** These columns of a row as amounts with the digits of its currency. */
export function withAmounts<Row extends object, Name extends keyof Row>(
  row: Row & Readonly<Record<Name, string>>,
  names: readonly Name[],
  currency: string | null,
): Row {
  return { ...row, ...Object.fromEntries(names.map((name) => [name, amountText(row[name], currency)])) };
}
