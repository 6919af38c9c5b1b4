import { formatMoney, parseMoney, roundToMinor, sum } from '../../src/kernel/money/money.ts';

/** Decodes the entities in the sample stores without our own decoder. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&#039;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&ntilde;': 'ñ',
};

export function decoded(value: string): string {
  return value.replace(/&(?:#039|quot|lt|gt|amp|ntilde);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** '' counts as null. */
export function text(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : decoded(value);
}

export function negated(amount: string): string {
  return Number(amount) === 0 ? '0.00' : amount.replace(/^-|^/, (sign) => (sign === '-' ? '' : '-'));
}

/** Two decimals, as in the truth file. */
export function toCents(amount: string): string {
  return formatMoney(roundToMinor(parseMoney(amount), 2)).slice(0, -6);
}

export function added(amount: string, ...more: readonly bigint[]): string {
  return formatMoney(sum([parseMoney(amount), ...more]));
}

export function addTexts(a: string, b: string): string {
  return toCents(added(a, parseMoney(b)));
}

export function cents(amount: string | number | undefined): number {
  return Math.round(Number(amount) * 100);
}
