import { invalidField } from '../kernel/field-faults.ts';
import { minorDigitsOf } from '../kernel/money/currency.ts';
import { parseMoney, roundToMinor } from '../kernel/money/money.ts';

/**
 * A part of a minor unit cannot be paid, nor a currency that does not exist.
 *
 * @throws invalid `http.invalid-request`
 */
export function requireAmount(amount: string, currency: string): void {
  const digits = minorDigitsOf(currency);
  if (digits === undefined) throw invalidField('currency', 'choice', 'ISO 4217');
  const exact = parseMoney(amount);
  if (roundToMinor(exact, digits) !== exact) throw invalidField('amount', 'decimal_places', digits);
}
