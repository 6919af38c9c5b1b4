/**
 * Formats an amount in the reader's locale. The amount is a text with the digits of its currency, and it never
 * passes through a float: `"10.005"` keeps its third digit.
 */
export function money(amount: string, currency: string, locale: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const text = amount as Intl.StringNumericLiteral;
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...options }).format(text);
  } catch {
    // A store may use a currency that is in no standard.
    return `${new Intl.NumberFormat(locale, options).format(text)} ${currency}`;
  }
}

export function decimal(amount: string, locale: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(amount as Intl.StringNumericLiteral);
}

/** Adds zeros to an amount that has fewer decimals than its currency: `7.1` EUR → `7.10`. */
export function atLeastMinor(amount: string, currency: string): string {
  const { maximumFractionDigits: minor = 0 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const [whole = '', digits = ''] = amount.split('.');
  return minor === 0 && digits === '' ? amount : `${whole}.${digits.padEnd(minor, '0')}`;
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `percentage` is between 0 and 100. */
export function percent(percentage: number, locale: string, digits = 1): string {
  const options = { style: 'unit', unit: 'percent', maximumFractionDigits: digits } as const;
  // Formatted as text, because dividing some numbers by 100 would change how they are rounded.
  const text = String(percentage) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, options).format(text);
}

/** `17172498.00000000` → `17172498`. The locale adds the decimals of the currency afterwards. */
export function withoutPadding(value: string): string {
  return /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value;
}

export function isNothing(amount: string): boolean {
  return /^-?[0.]+$/.test(amount);
}
