/**
 * An amount as the API gives it (text with the digits of its currency) in the locale's way. It never passes
 * through a float: `"10.005"` keeps its third digit.
 */
export function money(amount: string, currency: string, locale: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const text = amount as Intl.StringNumericLiteral;
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...options }).format(text);
  } catch {
    // Stores can have currencies that no standard knows.
    return `${new Intl.NumberFormat(locale, options).format(text)} ${currency}`;
  }
}

export function decimal(amount: string, locale: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(amount as Intl.StringNumericLiteral);
}

/** An amount with the digits of its currency, if it has fewer: `7.1` EUR → `7.10`. */
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

/** `percentage`: 0 to 100. */
export function percent(percentage: number, locale: string, digits = 1): string {
  const options = { style: 'unit', unit: 'percent', maximumFractionDigits: digits } as const;
  // As text: divided by 100 some would come to lie on the other side of a half.
  const text = String(percentage) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, options).format(text);
}

/** `17172498.00000000` → `17172498`; of a currency's digits none is taken: they are the locale's to add. */
export function withoutPadding(value: string): string {
  return /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value;
}

export function isNothing(amount: string): boolean {
  return /^-?[0.]+$/.test(amount);
}
