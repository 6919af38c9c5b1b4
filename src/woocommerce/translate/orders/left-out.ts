import { oneLine } from '../../../kernel/log/plain-text.ts';
import { formatAmount } from '../../../kernel/money/currency.ts';
import { type Money, sum, ZERO } from '../../../kernel/money/money.ts';
import type { LeftOut } from '../../../kernel/sentences/left-out.ts';
import { isOfEvent } from '../../../ticketing/membership.ts';
import type { StoreTicket } from '../../../ticketing/model/store-order.ts';
import type { RawTicket, TicketContext } from '../../plugins/ticket-plugin.ts';
import type { RawItem, RawOrder } from '../../read/raw-rows.ts';
import { soldBy, tryAmount, tryQuantity } from './lines.ts';
import { currencyOf, type OrderContext } from './order.ts';

/** No code of a currency is longer, but the column may contain any text. */
const LONGEST_CURRENCY = 20;

/**
 * Describes what a rejected order leaves out: the event's lines, as far as they can be read, and its tickets in
 * the store, or else the bought units. It guesses nothing, and leaves out lines whose ids another order has as
 * well.
 *
 * @param posts the order's tickets of the event; one that could not be read is a reject of its own
 */
export function leftOutByOrder(
  raw: RawOrder,
  posts: { readonly read: readonly StoreTicket[]; readonly areThere: boolean },
  context: OrderContext,
): LeftOut {
  const lines = raw.hasDoubledIds
    ? null
    : raw.items.filter((item) => item.type === 'line_item' && isOfEvent(soldBy(item), context));
  const currency = oneLine(currencyOf(raw.header.currency, context.currency)).slice(0, LONGEST_CURRENCY);
  const { total, isPartial } = lines === null ? UNKNOWN : moneyOf(lines);
  const tickets = posts.read.filter(({ sourcePostStatus }) => sourcePostStatus !== 'trash');
  return {
    currency,
    total: total === null ? null : formatAmount(total, currency),
    is_partial: isPartial,
    tickets: posts.areThere ? tickets.length : lines === null ? null : unitsOf(lines),
    checked_in: tickets.filter(({ days }) => days.some(({ checkedIn }) => checkedIn)).length,
  };
}

/** The order is read without this ticket, but with all its money. */
export function leftOutByTicket(
  { postStatus, metas }: RawTicket,
  context: TicketContext & Pick<OrderContext, 'plugin'>,
): LeftOut {
  const isThere = postStatus !== 'trash';
  const isCheckedIn = isThere && context.plugin.isCheckedIn(metas, context);
  return {
    currency: null,
    total: formatAmount(ZERO, null),
    is_partial: false,
    tickets: isThere ? 1 : 0,
    checked_in: isCheckedIn ? 1 : 0,
  };
}

interface ReadMoney {
  /** The amount; null if none of it can be read. */
  readonly total: Money | null;
  readonly isPartial: boolean;
}

const UNKNOWN: ReadMoney = { total: null, isPartial: false };

/** The amount after discount, with tax. If the amount cannot be read, the tax does not count either. */
function moneyOf(lines: readonly RawItem[]): ReadMoney {
  const amounts = lines.map(({ metas }) => ({
    total: tryAmount(metas.get('_line_total') ?? null),
    tax: tryAmount(metas.get('_line_tax') ?? null),
  }));
  const read = amounts.flatMap(({ total, tax }) => (total === null ? [] : total + (tax ?? ZERO)));
  if (read.length === 0 && lines.length > 0) return UNKNOWN;
  return { total: sum(read), isPartial: amounts.some(({ total, tax }) => total === null || tax === null) };
}

/** The units; null if not all of them can be read. */
function unitsOf(lines: readonly RawItem[]): number | null {
  let units = 0;
  for (const line of lines) {
    const quantity = tryQuantity(line);
    if (quantity === null) return null;
    units += Math.max(0, quantity);
  }
  return units;
}
