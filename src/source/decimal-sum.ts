/**
 * Adds decimals as the database prints them, all with eight digits after the point. The proof has an addition
 * of its own, so that it does not repeat a mistake of the reader.
 */
export function addDecimals(a: string, b: string): string {
  const sum = BigInt(a.replace('.', '')) + BigInt(b.replace('.', ''));
  const digits = (sum < 0n ? -sum : sum).toString().padStart(9, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

export const NOTHING = '0.00000000';
