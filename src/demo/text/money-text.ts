import { formatMinor, formatMoney, type Money } from '../../kernel/money/money.ts';
import type { DemoCurrency } from '../model/model.ts';
import { MINOR_DIGITS } from '../orders/basket.ts';

/** An order's totals as stored in metas: with all decimals of the currency. */
export function totalText(amount: Money, currency: DemoCurrency): string {
  return formatMinor(amount, MINOR_DIGITS[currency]);
}

/** A line's amounts as stored in metas: PHP drops zeros at the end. */
export function lineText(amount: Money): string {
  return formatMoney(amount).replace(/\.?0+$/, '');
}

/** A price as WooCommerce shows it, in the store's own currency. */
export function priceHtml(amount: Money): string {
  const pesos = formatMinor(amount, 0).replace(/\B(?=(\d{3})+$)/g, '.');
  return `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">&#36;</span>${pesos}</bdi></span>`;
}
