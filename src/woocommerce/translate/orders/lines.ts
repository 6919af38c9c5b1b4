import type { ErrorCode } from '../../../kernel/error-catalogue.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type Money, max, parseMoney, sum, ZERO } from '../../../kernel/money/money.ts';
import type { StoreLine } from '../../../ticketing/model/store-order.ts';
import type { RawItem } from '../../read/raw-rows.ts';
import { metaId } from '../../values/cells.ts';
import type { Metas } from '../../values/metas.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';

const WHOLE = /^[ \t\n\v\f\r]*[+-]?\d{1,7}(?:\.0*)?[ \t\n\v\f\r]*$/;
/** A larger quantity is an error in the data: no line has a million tickets. */
const MOST_UNITS = 1_000_000;
/** A buyer's choice is short. Longer metas are other plugins' data. */
const LONGEST_CHOICE = 1000;
/** WooCommerce's own metas of a line whose names do not begin with an underscore. */
const NOT_CHOSEN: ReadonlySet<string> = new Set([
  'Items',
  'method_id',
  'instance_id',
  'cost',
  'total_tax',
  'taxes',
]);

/** The product and variation of a line. */
export interface Sold {
  readonly productId: number;
  readonly variationId: number;
}

/**
 * How a line is read. The event's own lines must be readable in full, and others are read as far as possible.
 */
export interface HowToRead {
  readonly isOwn: boolean;
  readonly notes: RowNotes;
}

export interface ReadLine {
  readonly line: StoreLine;
  /** true if a part of its amount cannot be read and the line does not belong to the event. */
  readonly isUnread: boolean;
}

/**
 * Reads a line of an order. Null for a coupon, a tax, or a plugin's own kind of line, which sell nothing.
 * Amounts are the store's own with all decimals; a missing or empty meta counts as 0, as in WooCommerce. In a
 * line of another event, an unreadable value counts as 0 and is noted.
 *
 * @throws rejected `money.*`, `order.quantity-not-whole`, `order.quantity-absurd`
 */
export function readLine(
  item: RawItem,
  isOfEvent: (sold: Sold) => boolean,
  notes: RowNotes,
): ReadLine | null {
  const { id: itemId, type: kind, metas } = item;
  if (kind !== 'line_item' && kind !== 'fee' && kind !== 'shipping') return null;
  const sold = soldBy(item);
  const how = { isOwn: isOfEvent(sold), notes };
  const { total, tax } = readTotals(item, how);
  const subtotal = kind === 'line_item' ? readItemAmount(item, '_line_subtotal', how) : total;
  const line: StoreLine = {
    itemId,
    kind,
    name: readText(item.name, notes, `order_item_name of line ${itemId}`) ?? '',
    ...sold,
    quantity: kind === 'line_item' ? readQuantity(item, how) : 1,
    subtotal: subtotal ?? ZERO,
    total: total ?? ZERO,
    tax: tax ?? ZERO,
    attributes: kind === 'line_item' ? readChoices(metas) : {},
  };
  return { line, isUnread: total === null || tax === null };
}

/**
 * The lines with their weights for a refund that names none of them. Together they weigh as much as the order's
 * total, so the unreadable lines get the weight that the readable ones leave of it.
 */
export function weighUnread(lines: readonly ReadLine[], orderTotal: Money): readonly StoreLine[] {
  const unread = lines.find(({ isUnread }) => isUnread);
  const rest = max(ZERO, orderTotal - sumOfLines(lines));
  return lines.map((one) => (one === unread ? { ...one.line, total: one.line.total + rest } : one.line));
}

/** The sum of the readable amounts. */
export function sumOfLines(lines: readonly ReadLine[]): Money {
  return sum(lines.map(({ line }) => line.total + line.tax));
}

/** Fees and shipping sell no product. */
export function soldBy({ type, metas }: RawItem): Sold {
  if (type !== 'line_item') return { productId: 0, variationId: 0 };
  return { productId: metaId(metas.get('_product_id')), variationId: metaId(metas.get('_variation_id')) };
}

export function readTotals(
  item: RawItem,
  how: HowToRead,
): { readonly total: Money | null; readonly tax: Money | null } {
  const [total, tax] = item.type === 'shipping' ? ['cost', 'total_tax'] : ['_line_total', '_line_tax'];
  return { total: readItemAmount(item, total, how), tax: readItemAmount(item, tax, how) };
}

/** Null if it cannot be read and the line does not belong to the event. */
function readItemAmount({ id, metas }: RawItem, meta: string, { isOwn, notes }: HowToRead): Money | null {
  const text = metas.get(meta) ?? null;
  if (isOwn) return readAmount(text);
  const amount = tryAmount(text);
  if (amount === null) notes.add(`${meta} of line ${id}`, text, 'amount_unreadable');
  return amount;
}

/** @throws rejected `money.malformed`, `money.out-of-range` */
function readAmount(text: string | null): Money {
  return isBlank(text) ? ZERO : parseMoney(text);
}

/** The amount; null if the text is not an amount. */
export function tryAmount(text: string | null): Money | null {
  try {
    return readAmount(text);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}

export function isBlank(text: string | null): text is null {
  return text === null || text.trim() === '';
}

/** @throws rejected `order.quantity-not-whole`, `order.quantity-absurd`, only for the event's own lines */
export function readQuantity(item: RawItem, { isOwn, notes }: HowToRead): number {
  const quantity = tryQuantity(item);
  if (quantity !== null) return quantity;
  const text = item.metas.get('_qty') ?? '';
  if (isOwn) throw refuseQuantity(text);
  notes.add(`_qty of line ${item.id}`, text, 'quantity_unreadable');
  return 0;
}

/** The quantity; null if the text is not a quantity. */
export function tryQuantity({ metas }: RawItem): number | null {
  const text = metas.get('_qty') ?? null;
  if (isBlank(text)) return 0;
  const quantity = WHOLE.test(text) ? Number(text) : Number.NaN;
  return Math.abs(quantity) <= MOST_UNITS ? quantity : null;
}

function refuseQuantity(text: string): AppError {
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) > MOST_UNITS
    ? refuse('order.quantity-absurd', 'A line has more units than anyone buys.', text)
    : refuse('order.quantity-not-whole', 'A line has a quantity that is not a whole number.', text);
}

/** The buyer's choices, which are the visible metas of the line. */
function readChoices(metas: Metas): Readonly<Record<string, string>> {
  const choices: [string, string][] = [];
  for (const [key, value] of metas) {
    if (key === '' || key.startsWith('_') || NOT_CHOSEN.has(key) || value.length > LONGEST_CHOICE) continue;
    if (/^[aO]:\d+:/.test(value)) continue;
    choices.push([key, readText(value) ?? '']);
  }
  return Object.fromEntries(choices);
}

function refuse(code: ErrorCode, message: string, value: string): AppError {
  return new AppError({ code, message, details: { value: value.slice(0, 100) } });
}
