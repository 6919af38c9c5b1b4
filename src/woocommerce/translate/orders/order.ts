import { AppError } from '../../../kernel/errors.ts';
import { minorDigitsOf } from '../../../kernel/money/currency.ts';
import type { Money } from '../../../kernel/money/money.ts';
import { isOfEvent } from '../../../ticketing/membership.ts';
import type {
  CheckoutTicket,
  StoreLine,
  StoreOrder,
  StoreTicket,
} from '../../../ticketing/model/store-order.ts';
import { bareStatus } from '../../../ticketing/status.ts';
import { anonymousUnits, unnamedUnits } from '../../../ticketing/tickets/unread-attendees.ts';
import { readOrderNumber } from '../../plugins/order-number.ts';
import type {
  AnswerLabels,
  AttendeeContext,
  SlotContext,
  TicketPlugin,
} from '../../plugins/ticket-plugin.ts';
import type { RawBilling, RawHeader, RawOrder } from '../../read/raw-rows.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';
import { readTime, saysWhen } from '../../values/times/store-time.ts';
import { isBlank, type ReadLine, readLine, type Sold, sumOfLines, tryAmount, weighUnread } from './lines.ts';
import { readRefund } from './refunds.ts';

/** What all orders of one event have in common. */
export interface OrderContext {
  readonly plugin: TicketPlugin;
  readonly productId: number;
  readonly variationId: number | null;
  readonly otherProductIds?: readonly number[];
  /** The labels of the form of the first product. */
  readonly labels: AnswerLabels;
  readonly slotContext: SlotContext;
  /** The same for each further product of the event, by its id. */
  readonly otherProducts?: ReadonlyMap<number, AttendeeContext>;
  /** The metas of an order that may contain its number, in the order in which they are tried. */
  readonly numberMetas: readonly string[];
  /** The site's zone. */
  readonly timezone: string;
  /** The site's currency, which an order without one has. */
  readonly currency: string;
}

/**
 * Translates one order with the tickets that were read for it. If money of the event cannot be read, the whole
 * order is rejected, because a part of it would be a wrong amount. Any other odd value is noted.
 *
 * @throws rejected `order.doubled-ids`, `order.unknown-currency`, `order.quantity-*`, `money.*`
 */
export function readOrder(
  raw: RawOrder,
  tickets: readonly StoreTicket[],
  context: OrderContext,
  notes: RowNotes,
): StoreOrder {
  const { header, metas } = raw;
  const { timezone } = context;
  if (raw.hasDoubledIds) {
    throw new AppError({
      code: 'order.doubled-ids',
      message:
        "Another order or line of the store has the same id as this order, its refund or a line of theirs: the store's tables have lost their keys.",
      details: { value: header.id },
    });
  }
  const isOwn = (sold: Sold): boolean => isOfEvent(sold, context);
  const text = (field: string, value: string | null | undefined) => readText(value, notes, field);
  const read = raw.items.flatMap((item) => readLine(item, isOwn, notes) ?? []);
  const orderTotal = readOrderTotal(header, read, notes);
  const lines = weighUnread(read, orderTotal);
  const ticketsGenerated = context.plugin.hasMadeTickets(metas);
  return {
    wooOrderId: header.id,
    number: readOrderNumber(metas, context.numberMetas, notes) ?? String(header.id),
    sourceStatus: readSourceStatus(header, notes),
    ...readCurrency(header, context.currency, notes),
    email: text('billing_email', header.billing.email),
    firstName: text('billing_first_name', header.billing.firstName),
    lastName: text('billing_last_name', header.billing.lastName),
    phone: text('billing_phone', header.billing.phone),
    billing: readBilling(header.billing, notes),
    paymentMethod: text('payment_method', header.paymentMethod),
    paymentMethodTitle: text('payment_method_title', header.paymentMethodTitle),
    transactionId: text('transaction_id', header.transactionId),
    customerNote: text('customer_note', header.customerNote),
    couponCodes: raw.items
      .filter(({ type }) => type === 'coupon')
      .flatMap(({ id, name }) => text(`order_item_name of line ${id}`, name) ?? []),
    orderTotal,
    orderedAtUtc: readTime(header.created, timezone, notes),
    paidAtUtc: readTime(header.paid, timezone, notes),
    completedAtUtc: readTime(header.completed, timezone, notes),
    saysPaid: saysWhen(header.paid) || saysWhen(header.completed),
    modifiedAtUtc: readTime(header.updated, timezone, notes),
    anonymised: metas.get('_anonymized') === 'yes',
    ticketsGenerated,
    lines,
    refunds: raw.refunds.map((refund) => readRefund(refund, { lines, isOfEvent: isOwn, timezone }, notes)),
    checkoutTickets: ticketsGenerated ? [] : readRecord(raw.record, lines.filter(isOwn), context, notes),
    tickets,
  };
}

/** An unreadable total is replaced by the sum of the order's parts. */
function readOrderTotal({ names, total }: RawHeader, lines: readonly ReadLine[], notes: RowNotes): Money {
  const read = tryAmount(total);
  if (read !== null) return read;
  notes.add(names.total, total, 'total_unreadable');
  return sumOfLines(lines);
}

/**
 * The attendees whose tickets were not created yet. If the record is unreadable or damaged, the money and the
 * number of attendees are still certain.
 */
function readRecord(
  record: string | null,
  ownLines: readonly StoreLine[],
  { plugin, productId, variationId, labels, slotContext, otherProducts }: OrderContext,
  notes: RowNotes,
): readonly CheckoutTicket[] {
  if (record === null || record === '') return [];
  try {
    const contextOf = (id: number): AttendeeContext | null =>
      id === productId ? { labels, slotContext } : (otherProducts?.get(id) ?? null);
    const { attendees, isOdd } = plugin.readCheckoutRecord(record, contextOf, notes);
    const unnamed = isOdd ? unnamedUnits(ownLines, attendees, variationId) : [];
    if (unnamed.length > 0) notes.add(plugin.names.order.record, record, 'attendees_unreadable');
    return [...attendees, ...unnamed];
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'rejected') throw error;
    notes.add(plugin.names.order.record, record, 'attendees_unreadable');
    return anonymousUnits(ownLines);
  }
}

/** An order without a status is pending, as in WooCommerce. */
function readSourceStatus({ names, status }: RawHeader, notes: RowNotes): string {
  const read = bareStatus(status ?? '');
  if (read !== '') return read;
  notes.add(names.status, status, 'status_missing');
  return 'pending';
}

/** An order without a currency has the store's, as in WooCommerce. */
export function currencyOf(raw: string | null, ofStore: string): string {
  return isBlank(raw) ? ofStore : raw.trim().toUpperCase();
}

function readCurrency(
  { names, currency: raw }: RawHeader,
  ofStore: string,
  notes: RowNotes,
): Pick<StoreOrder, 'currency' | 'minorDigits'> {
  const isMissing = isBlank(raw);
  if (isMissing) notes.add(names.currency, raw, 'currency_missing');
  const currency = currencyOf(raw, ofStore);
  if (!isMissing && currency !== raw) notes.add(names.currency, raw, 'currency_other_form');
  const minorDigits = minorDigitsOf(currency);
  if (minorDigits !== undefined) return { currency, minorDigits };
  throw new AppError({
    code: 'order.unknown-currency',
    message: "Taquilla does not know the order's currency, and so not how many decimals its amounts have.",
    details: { value: currency.slice(0, 100) },
  });
}

function readBilling(billing: RawBilling, notes: RowNotes): Readonly<Record<string, string>> | null {
  const parts = [
    ['company', billing.company],
    ['address_1', billing.address1],
    ['address_2', billing.address2],
    ['city', billing.city],
    ['state', billing.state],
    ['postcode', billing.postcode],
    ['country', billing.country],
  ] as const;
  const present = parts.flatMap(([name, text]) => {
    const read = readText(text, notes, `billing_${name}`);
    return read === null ? [] : [[name, read] as const];
  });
  return present.length === 0 ? null : Object.fromEntries(present);
}
