import { AppError } from '../../kernel/errors.ts';
import { type Money, parseMoney, ZERO } from '../../kernel/money.ts';
import type { StoreLine, StoreRefund, StoreRefundLine } from '../../ticketing/store-order.ts';
import { metaId } from '../read/cells.ts';
import type { Metas } from '../read/metas.ts';
import type { RawItem, RawRefund } from '../read/raw-rows.ts';
import type { RowNotes } from './row-notes.ts';
import { readText } from './store-text.ts';
import { readTime } from './store-time.ts';

const WHOLE = /^[+-]?\d{1,7}(?:\.0*)?$/;
/** Nobody buys a million tickets in one line. */
const MOST_UNITS = 1_000_000;
/** What a person chooses is short; longer metas are other plugins' data. */
const LONGEST_CHOICE = 1000;
/** Metas of a line that are WooCommerce's own though no underscore says so. */
const NOT_CHOSEN: ReadonlySet<string> = new Set([
  'Items',
  'method_id',
  'instance_id',
  'cost',
  'total_tax',
  'taxes',
]);

/**
 * A line of an order; null: a coupon, a tax, or a plugin's own kind, none of which sells anything. Amounts
 * are the store's own with all their decimals; a meta that is missing or empty counts as 0, as WooCommerce
 * counts it.
 *
 * @throws rejected `money.*`, `order.quantity-not-whole`, `order.quantity-absurd`, `text.too-long`
 */
export function readLine(item: RawItem): StoreLine | null {
  switch (item.type) {
    case 'line_item':
      return {
        itemId: item.id,
        kind: 'line_item',
        name: nameOf(item),
        productId: metaId(item.metas.get('_product_id')),
        variationId: metaId(item.metas.get('_variation_id')),
        quantity: readQuantity(item.metas.get('_qty')),
        subtotal: readAmount(item.metas.get('_line_subtotal')),
        total: readAmount(item.metas.get('_line_total')),
        tax: readAmount(item.metas.get('_line_tax')),
        attributes: readChoices(item.metas),
      };
    case 'fee':
    case 'shipping': {
      const { total, tax } = readTotals(item);
      const { id: itemId, type: kind } = item;
      return {
        itemId,
        kind: kind === 'fee' ? 'fee' : 'shipping',
        name: nameOf(item),
        productId: 0,
        variationId: 0,
        quantity: 1,
        subtotal: total,
        total,
        tax,
        attributes: {},
      };
    }
    default:
      return null;
  }
}

/**
 * One refund with its lines; WooCommerce writes their quantities and amounts negative. The amount given
 * back is the refund's own figure: its lines may say less, or there may be none.
 *
 * @throws rejected as `readLine`
 */
export function readRefund(refund: RawRefund, timezone: string, notes: RowNotes): StoreRefund {
  const told = refund.metas.get('_refund_amount') ?? '';
  return {
    refundId: refund.header.id,
    amount: told === '' ? -readAmount(refund.header.total) : readAmount(told),
    reason: readText(refund.metas.get('_refund_reason')),
    refundedAtUtc: readTime(refund.header.created, timezone, notes, ` of refund ${refund.header.id}`),
    lines: refund.items.flatMap((item) => readRefundLine(item) ?? []),
  };
}

function readRefundLine(item: RawItem): StoreRefundLine | null {
  if (item.type !== 'line_item' && item.type !== 'fee' && item.type !== 'shipping') return null;
  const { total, tax } = readTotals(item);
  return {
    itemId: item.id,
    refundedItemId: metaId(item.metas.get('_refunded_item_id')),
    // Fees and shipping have no quantity; and 0 − 0 is 0, where −0 would be another value.
    quantity: 0 - readQuantity(item.metas.get('_qty')),
    amount: -total,
    tax: -tax,
  };
}

function readTotals({ type, metas }: RawItem): { readonly total: Money; readonly tax: Money } {
  return type === 'shipping'
    ? { total: readAmount(metas.get('cost')), tax: readAmount(metas.get('total_tax')) }
    : { total: readAmount(metas.get('_line_total')), tax: readAmount(metas.get('_line_tax')) };
}

/** @throws rejected `money.malformed`, `money.out-of-range` */
export function readAmount(text: string | null | undefined): Money {
  return text === null || text === undefined || text.trim() === '' ? ZERO : parseMoney(text);
}

function readQuantity(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return 0;
  const trimmed = text.trim();
  if (!WHOLE.test(trimmed)) {
    const number = Number(trimmed);
    throw Number.isFinite(number) && Math.abs(number) > MOST_UNITS
      ? refuse('order.quantity-absurd', 'A line has more units than anyone buys.', text)
      : refuse('order.quantity-not-whole', 'A line has a quantity that is not a whole number.', text);
  }
  const quantity = Number(trimmed);
  if (Math.abs(quantity) > MOST_UNITS)
    throw refuse('order.quantity-absurd', 'A line has more units than anyone buys.', text);
  return quantity;
}

/** What the buyer chose: metas that are meant to be seen. */
function readChoices(metas: Metas): Readonly<Record<string, string>> {
  const choices: [string, string][] = [];
  for (const [key, value] of metas) {
    if (key === '' || key.startsWith('_') || NOT_CHOSEN.has(key) || value.length > LONGEST_CHOICE) continue;
    if (/^[aO]:\d+:/.test(value)) continue;
    choices.push([key, readText(value) ?? '']);
  }
  return Object.fromEntries(choices);
}

function nameOf(item: RawItem): string {
  return readText(item.name) ?? '';
}

function refuse(code: string, message: string, value: string): AppError {
  return new AppError({ kind: 'rejected', code, message, details: { value: value.slice(0, 100) } });
}
