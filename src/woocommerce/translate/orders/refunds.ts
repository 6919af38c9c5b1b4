import { AppError } from '../../../kernel/errors.ts';
import { oneLine } from '../../../kernel/log/plain-text.ts';
import { type Money, max, sum, ZERO } from '../../../kernel/money/money.ts';
import type { StoreLine, StoreRefund, StoreRefundLine } from '../../../ticketing/model/store-order.ts';
import type { RawItem, RawRefund } from '../../read/raw-rows.ts';
import { metaId } from '../../values/cells.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';
import { readTime } from '../../values/times/store-time.ts';
import { isBlank, readQuantity, readTotals, type Sold, soldBy, tryAmount } from './lines.ts';

/** What a refund gives back from. */
export interface RefundedOrder {
  readonly lines: readonly StoreLine[];
  readonly isOfEvent: (sold: Sold) => boolean;
  /** The site's. */
  readonly timezone: string;
}

interface ReadRefundLine {
  readonly line: StoreRefundLine;
  /** It gives back, or may give back, money of the event. */
  readonly touchesEvent: boolean;
  /** It names a line that the order has, or a product: what it was for is known. */
  readonly isPlaced: boolean;
  /** Its amount cannot be read, and is not the event's. */
  readonly isUnread: boolean;
}

/**
 * One refund with its lines; WooCommerce writes their quantities and amounts negative. The amount given
 * back is the refund's own figure: its lines may say less, or there may be none.
 *
 * @throws rejected `money.*`, `order.quantity-*`
 */
export function readRefund(refund: RawRefund, order: RefundedOrder, notes: RowNotes): StoreRefund {
  const lines = refund.items.flatMap((item) => readRefundLine(item, order, notes) ?? []);
  const amount = readRefundAmount(refund, lines, notes);
  const { id } = refund.header;
  return {
    refundId: id,
    amount,
    reason: readText(refund.metas.get('_refund_reason'), notes, `_refund_reason of refund ${id}`),
    refundedAtUtc: readTime(refund.header.created, order.timezone, notes, ` of refund ${id}`),
    lines: fillUnread(lines, amount),
  };
}

/**
 * What the refund says, else its total as an order of its own. Where neither can be read, what its lines say: but
 * only if none of them can touch the event, since the rest of what was given back would be spread over its lines.
 */
function readRefundAmount(
  { header, metas }: RawRefund,
  lines: readonly ReadRefundLine[],
  notes: RowNotes,
): Money {
  const told = metas.get('_refund_amount') ?? null;
  if (isBlank(told) && isBlank(header.total)) return ZERO;
  const amount = isBlank(told) ? null : tryAmount(told);
  // WooCommerce writes it without a sign.
  if (amount !== null && amount >= ZERO) return amount;
  if (!isBlank(told)) notes.add(`_refund_amount of refund ${header.id}`, told, 'refund_amount_unreadable');
  const total = isBlank(header.total) ? null : tryAmount(header.total);
  if (total !== null) return -total;
  if (!isBlank(header.total))
    notes.add(`_order_total of refund ${header.id}`, header.total, 'refund_amount_unreadable');
  if (lines.length > 0 && lines.every(({ touchesEvent }) => !touchesEvent)) return sumOf(lines);
  throw new AppError({
    code: 'money.malformed',
    message: `"${oneLine(told ?? header.total ?? '')}" is not the amount of a refund.`,
  });
}

function readRefundLine(
  item: RawItem,
  { lines, isOfEvent }: RefundedOrder,
  notes: RowNotes,
): ReadRefundLine | null {
  if (item.type !== 'line_item' && item.type !== 'fee' && item.type !== 'shipping') return null;
  const refundedItemId = metaId(item.metas.get('_refunded_item_id'));
  const named = lines.find(({ itemId }) => itemId === refundedItemId);
  // A line that is gone is known by what it sold.
  const sold = named ?? soldBy(item);
  const isOwn = isOfEvent(sold);
  const how = { isOwn, notes };
  const { total, tax } = readTotals(item, how);
  return {
    line: {
      itemId: item.id,
      refundedItemId,
      ...soldBy(item),
      // Fees and shipping have no quantity; and 0 − 0 is 0, where −0 would be another value.
      quantity: 0 - readQuantity(item, how),
      amount: -(total ?? ZERO),
      tax: -(tax ?? ZERO),
    },
    touchesEvent: isOwn || (named === undefined && item.type === 'line_item' && sold.productId === 0),
    isPlaced: named !== undefined || sold.productId !== 0,
    isUnread: total === null || tax === null,
  };
}

/**
 * What is left of the refund belongs to the lines that cannot be read: they name what it was for, and it is not to be
 * spread over the others.
 */
function fillUnread(lines: readonly ReadRefundLine[], amount: Money): readonly StoreRefundLine[] {
  const unread = lines.find(({ isUnread, isPlaced }) => isUnread && isPlaced);
  const rest = max(ZERO, amount - sumOf(lines));
  return lines.map((one) => (one === unread ? { ...one.line, amount: one.line.amount + rest } : one.line));
}

function sumOf(lines: readonly ReadRefundLine[]): Money {
  return sum(lines.map(({ line }) => line.amount + line.tax));
}
