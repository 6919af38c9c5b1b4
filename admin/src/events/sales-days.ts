import type { EventDetail } from '../../../src/contract/ticketing/events.ts';

type SalesDay = EventDetail['sales_by_day'][number];

/** The sales of a day or a week. */
export interface SalesSpan {
  /** The first day of the span. */
  readonly day: string;
  readonly quantity: number;
  readonly total: string;
}

/** With more days, the bars would be too thin to point at. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

/**
 * The sales in one currency, one bar for each day from the first to the last, or for each week if there are
 * many days.
 */
export function salesSpans(
  days: readonly SalesDay[],
  currency: string,
): { readonly weekly: boolean; readonly spans: readonly SalesSpan[]; readonly undated: number } {
  const mine = days.filter((one) => one.currency === currency);
  const dated = mine.flatMap(({ day, ...rest }) => (day === null ? [] : [{ ...rest, at: dayNumber(day) }]));
  const undated = mine.filter(({ day }) => day === null).reduce((sum, { orders }) => sum + orders, 0);
  if (dated.length === 0) return { weekly: false, spans: [], undated };
  const numbers = dated.map(({ at }) => at);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const weekly = last - first >= MOST_DAYS;
  const startOf = (at: number): number => (weekly ? mondayOf(at) : at);
  const spans: SalesSpan[] = [];
  for (let at = startOf(first); at <= last; at += weekly ? 7 : 1) {
    const within = dated.filter((one) => startOf(one.at) === at);
    spans.push({
      day: new Date(at * DAY_MS).toISOString().slice(0, 10),
      quantity: within.reduce((sum, { quantity }) => sum + quantity, 0),
      total: sumAmounts(within.map(({ total }) => total)),
    });
  }
  return { weekly, spans, undated };
}

function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** 1 January 1970 was a Thursday. */
function mondayOf(at: number): number {
  return at - ((((at + 3) % 7) + 7) % 7);
}

/** Adds amounts in the API's format without a float. */
export function sumAmounts(amounts: readonly string[]): string {
  const digits = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const units = amounts.reduce((sum, amount) => {
    const [whole = '0', decimals = ''] = amount.split('.');
    return sum + BigInt(`${whole}${decimals.padEnd(digits, '0')}`);
  }, 0n);
  if (digits === 0) return String(units);
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
