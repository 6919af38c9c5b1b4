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

/** The refunded order. */
export interface RefundedOrder {
  readonly lines: readonly StoreLine[];
  readonly isOfEvent: (sold: Sold) => boolean;
  /** The site's zone. */
  readonly timezone: string;
}

interface ReadRefundLine {
  readonly line: StoreRefundLine;
  /** true if it refunds, or may refund, money of the event. */
  readonly touchesEvent: boolean;
  /** true if its line or product is known: it names an existing line, or a product. */
  readonly isPlaced: boolean;
  /** true if its amount cannot be read and the line does not belong to the event. */
  readonly isUnread: boolean;
}

/**
 * Reads one refund with its lines, whose quantities and amounts are negative in WooCommerce. The amount is the
 * refund's own figure, because its lines may be less or missing.
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
 * The refund's own amount, or else its total as an order. If neither can be read, it is the sum of its lines,
 * but only if none of them can belong to the event: otherwise the unknown rest would be divided among the
 * event's lines.
 */
function readRefundAmount(
  { header, metas }: RawRefund,
  lines: readonly ReadRefundLine[],
  notes: RowNotes,
): Money {
  const ownAmount = metas.get('_refund_amount') ?? null;
  if (isBlank(ownAmount) && isBlank(header.total)) return ZERO;
  const amount = isBlank(ownAmount) ? null : tryAmount(ownAmount);
  // WooCommerce stores this amount without a sign.
  if (amount !== null && amount >= ZERO) return amount;
  if (!isBlank(ownAmount))
    notes.add(`_refund_amount of refund ${header.id}`, ownAmount, 'refund_amount_unreadable');
  const total = isBlank(header.total) ? null : tryAmount(header.total);
  if (total !== null) return -total;
  if (!isBlank(header.total))
    notes.add(`_order_total of refund ${header.id}`, header.total, 'refund_amount_unreadable');
  if (lines.length > 0 && lines.every(({ touchesEvent }) => !touchesEvent)) return sumOf(lines);
  throw new AppError({
    code: 'money.malformed',
    message: `"${oneLine(ownAmount ?? header.total ?? '')}" is not the amount of a refund.`,
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
  // If the line was deleted, its product identifies it.
  const sold = named ?? soldBy(item);
  const isOwn = isOfEvent(sold);
  const how = { isOwn, notes };
  const { total, tax } = readTotals(item, how);
  return {
    line: {
      itemId: item.id,
      refundedItemId,
      ...soldBy(item),
      // Fees and shipping have no quantity. 0 − 0 is 0, while −0 would be another value.
      quantity: 0 - readQuantity(item, how),
      amount: -(total ?? ZERO),
      tax: -(tax ?? ZERO),
    },
    touchesEvent: isOwn || (named === undefined && item.type === 'line_item' && sold.productId === 0),
    isPlaced: named !== undefined || sold.productId !== 0,
    isUnread: total === null || tax === null,
  };
}

/** Gives the rest of the refund to the unreadable lines, so that it is not divided among the other lines. */
function fillUnread(lines: readonly ReadRefundLine[], amount: Money): readonly StoreRefundLine[] {
  const unread = lines.find(({ isUnread, isPlaced }) => isUnread && isPlaced);
  const rest = max(ZERO, amount - sumOf(lines));
  return lines.map((one) => (one === unread ? { ...one.line, amount: one.line.amount + rest } : one.line));
}

function sumOf(lines: readonly ReadRefundLine[]): Money {
  return sum(lines.map(({ line }) => line.amount + line.tax));
}
