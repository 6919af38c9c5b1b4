import type { ErrorCode } from '../error-catalogue.ts';
import { AppError } from '../errors.ts';

/**
 * An amount in hundred-millionths of its currency's unit, which is exactly what `numeric(26,8)` in PostgreSQL
 * and WooCommerce can hold. Money never passes through a float, and its currency is stored separately.
 *
 * @unit 10⁻⁸ of the currency's main unit: CLP 25000 is 2_500_000_000_000n
 */
export type Money = bigint;

export const ZERO: Money = 0n;
const SCALE = 8;
const ONE = 10n ** BigInt(SCALE);
const LIMIT = 10n ** 26n;
const NUMBER = /^[ \t\n\v\f\r]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?[ \t\n\v\f\r]*$/;

/**
 * Parses a decimal number as PHP or MySQL writes it. Digits after the eighth are rounded half away from zero,
 * as in MySQL's `CAST(… AS DECIMAL(26,8))`.
 *
 * @throws rejected `money.malformed`, `money.out-of-range`
 */
export function parseMoney(text: string): Money {
  const match = NUMBER.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '')
    throw refuse('money.malformed', 'This is not an amount.', text);
  const digits = whole + fraction;
  // An exponent moves the decimal point: PHP writes very small and very large floats like 1.0E-5.
  const point = whole.length + Number(match[4] ?? '0');
  const units = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const rest = point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0));
  const magnitude =
    BigInt(units + rest.slice(0, SCALE).padEnd(SCALE, '0')) + ((rest[SCALE] ?? '0') >= '5' ? 1n : 0n);
  if (magnitude >= LIMIT) throw refuse('money.out-of-range', 'This amount is too large to be real.', text);
  return match[1] === '-' ? -magnitude : magnitude;
}

function refuse(code: ErrorCode, message: string, value: string): AppError {
  return new AppError({ code, message, details: { value: value.slice(0, 100) } });
}

/** The amount with all eight decimals, as PostgreSQL prints a `numeric(26,8)`: `25000.00000000`. */
export function formatMoney(amount: Money): string {
  if (amount === ZERO) return '0.00000000';
  const magnitude = (amount < 0n ? -amount : amount).toString().padStart(SCALE + 1, '0');
  return `${amount < 0n ? '-' : ''}${magnitude.slice(0, -SCALE)}.${magnitude.slice(-SCALE)}`;
}

/** The amount with as many decimals as the currency has. It must already be rounded to them. */
export function formatMinor(amount: Money, minorDigits: number): string {
  const text = formatMoney(roundToMinor(amount, minorDigits));
  return minorDigits === 0 ? text.slice(0, -(SCALE + 1)) : text.slice(0, text.length - (SCALE - minorDigits));
}

/** One minor unit (a cent, a whole peso, a fils) as Money. */
export function minorUnit(minorDigits: number): Money {
  if (!Number.isInteger(minorDigits) || minorDigits < 0 || minorDigits > SCALE) {
    throw new AppError({
      code: 'money.minor-digits',
      message: 'A currency has 0 to 8 decimals.',
    });
  }
  return 10n ** BigInt(SCALE - minorDigits);
}

/** Rounds half away from zero, as WooCommerce and PHP do. */
export function roundToMinor(amount: Money, minorDigits: number): Money {
  const unit = minorUnit(minorDigits);
  const magnitude = amount < 0n ? -amount : amount;
  const rounded = ((magnitude + unit / 2n) / unit) * unit;
  return amount < 0n ? -rounded : rounded;
}

/** Rounds positive amounts up, so that the organizer never gets a fraction that does not exist. */
export function ceilToMinor(amount: Money, minorDigits: number): Money {
  const unit = minorUnit(minorDigits);
  const floor = amount / unit;
  return amount % unit > 0n ? (floor + 1n) * unit : floor * unit;
}

export function sum(amounts: Iterable<Money>): Money {
  let total = ZERO;
  for (const amount of amounts) total += amount;
  return total;
}

export function max(a: Money, b: Money): Money {
  return a > b ? a : b;
}

export function min(a: Money, b: Money): Money {
  return a < b ? a : b;
}

/** A whole number of units as Money. */
export function wholeUnits(units: number): Money {
  return BigInt(units) * ONE;
}
