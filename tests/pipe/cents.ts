/** Decimals of a truth file that come from PHP's floating point numbers. */
const READ_DIGITS = 20;
/** Decimals that the backend keeps. */
const KEPT_DIGITS = 8;

/** The sum of amounts of a truth file, each with the eight stored decimals, rounded to two. */
export function addCents(amounts: readonly string[]): string {
  const total = amounts.reduce((sum, amount) => sum + kept(amount), 0n);
  const cents = rounded(total, KEPT_DIGITS - 2);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function kept(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  if (decimals.length > READ_DIGITS) throw new Error(`more decimals than expected: ${amount}`);
  return rounded(BigInt(whole + decimals.padEnd(READ_DIGITS, '0')), READ_DIGITS - KEPT_DIGITS);
}

/** Half away from zero. */
function rounded(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(digits);
  const size = ((value < 0n ? -value : value) + unit / 2n) / unit;
  return value < 0n ? -size : size;
}
