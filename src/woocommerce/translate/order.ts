import { minorDigitsOf } from '../../kernel/currency.ts';
import { AppError } from '../../kernel/errors.ts';
import { mapOrderStatus } from '../../ticketing/status.ts';
import type { CheckoutTicket, StoreOrder, StoreTicket } from '../../ticketing/store-order.ts';
import type { RawBilling, RawOrder } from '../read/raw-rows.ts';
import { readCheckoutRecord } from '../tickets/fooevents.ts';
import type { AnswerLabels } from './attendee-form.ts';
import { readAmount, readLine, readRefund } from './lines.ts';
import { readText } from './store-text.ts';
import { readTime } from './store-time.ts';

/** What all orders of one event have in common. */
export interface OrderContext {
  readonly productId: number;
  readonly labels: AnswerLabels;
  /** The site's. */
  readonly timezone: string;
}

/**
 * One order in our words, with the tickets that were read for it. One thing that cannot be read refuses
 * the whole order: part of an order would be a wrong amount.
 *
 * @throws rejected `order.doubled-ids`, `order.no-status`, `order.unknown-currency`, `order.quantity-*`, `order.broken-record`,
 *   `money.*`, `time.malformed`, `text.too-long`
 */
export function readOrder(raw: RawOrder, tickets: readonly StoreTicket[], context: OrderContext): StoreOrder {
  const { header, metas } = raw;
  const { timezone } = context;
  const { billing } = header;
  if (raw.hasDoubledIds) {
    const message =
      "Another order or line of the store has the same id as this order, its refund or a line of theirs: the store's tables have lost their keys.";
    throw refuse('order.doubled-ids', message, String(header.id));
  }
  const sourceStatus = readSourceStatus(header.status);
  const currency = header.currency ?? '';
  const minorDigits = minorDigitsOf(currency);
  if (minorDigits === undefined)
    throw refuse('order.unknown-currency', "The order's currency is not known.", currency);
  const paidAtUtc = readTime(header.paid, timezone);
  const ticketsGenerated = metas.get('WooCommerceEventsTicketsGenerated') === 'yes';
  return {
    wooOrderId: header.id,
    number: readText(metas.get('_order_number')) ?? String(header.id),
    sourceStatus,
    currency,
    minorDigits,
    email: readText(billing.email),
    firstName: readText(billing.firstName),
    lastName: readText(billing.lastName),
    phone: readText(billing.phone),
    billing: readBilling(billing),
    paymentMethod: readText(header.paymentMethod),
    paymentMethodTitle: readText(header.paymentMethodTitle),
    transactionId: readText(header.transactionId),
    customerNote: readText(header.customerNote),
    couponCodes: raw.items
      .filter(({ type }) => type === 'coupon')
      .flatMap(({ name }) => readText(name) ?? []),
    orderTotal: readAmount(header.total),
    orderedAtUtc: readTime(header.created, timezone),
    paidAtUtc,
    completedAtUtc: readTime(header.completed, timezone),
    modifiedAtUtc: readTime(header.updated, timezone),
    anonymised: metas.get('_anonymized') === 'yes',
    ticketsGenerated,
    lines: raw.items.flatMap((item) => readLine(item) ?? []),
    refunds: raw.refunds.map((refund) => readRefund(refund, timezone)),
    checkoutTickets: ticketsGenerated
      ? []
      : readRecord(raw.record, context, mayBePaid(sourceStatus, paidAtUtc)),
    tickets,
  };
}

/** Paid, or of a plugin's status that a configuration may call paid. */
function mayBePaid(sourceStatus: string, paidAtUtc: Date | null): boolean {
  const { status, unmapped } = mapOrderStatus(sourceStatus, paidAtUtc, {});
  return status === 'paid' || unmapped;
}

/**
 * The attendees whose tickets were not made yet. A record that cannot be read matters only where it may stand
 * for tickets that somebody paid for; elsewhere the order is worth more than its attendees.
 */
function readRecord(
  record: string | null,
  { productId, labels }: OrderContext,
  paid: boolean,
): readonly CheckoutTicket[] {
  if (record === null || record === '') return [];
  try {
    return readCheckoutRecord(record, productId, labels);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'rejected') throw error;
    if (!paid) return [];
    throw new AppError({
      kind: 'rejected',
      code: 'order.broken-record',
      message: 'The record of attendees of a paid order cannot be read, and its tickets were not made yet.',
      details: { code: error.code },
      cause: error,
    });
  }
}

function readSourceStatus(status: string | null): string {
  const read = (status ?? '').replace(/^wc-/, '');
  if (read === '') throw refuse('order.no-status', 'The order has no status.', status ?? '');
  return read;
}

function readBilling(billing: RawBilling): Readonly<Record<string, string>> | null {
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
    const read = readText(text);
    return read === null ? [] : [[name, read] as const];
  });
  return present.length === 0 ? null : Object.fromEntries(present);
}

function refuse(code: string, message: string, value: string): AppError {
  return new AppError({ kind: 'rejected', code, message, details: { value: value.slice(0, 100) } });
}
