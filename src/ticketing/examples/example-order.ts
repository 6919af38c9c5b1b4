import { formatMinor, parseMoney, ZERO } from '../../kernel/money/money.ts';
import { NO_DETAILS } from '../../vocabulary/ticket-details.ts';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import type { EventOrder, EventRules, EventTicket, ExistingTicket } from '../model/event-order.ts';
import type {
  CheckoutTicket,
  StoreLine,
  StoreOrder,
  StoreRefund,
  StoreRefundLine,
  StoreTicket,
} from '../model/store-order.ts';

/**
 * Plain examples, of which each test changes only the values that it is about: a paid order in CLP of product 100,
 * which is an event with a fee of 10 %.
 */
export const RULES: EventRules = {
  productId: 100,
  variationId: null,
  ticketSource: PLUGIN_TICKETS,
  issuingStatuses: ['completed'],
  serviceFeePercentage: parseMoney('10'),
  statusMapping: {},
  refundPolicy: 'newest_not_checked_in',
};

export function exampleOrder(changes: Partial<StoreOrder> = {}): StoreOrder {
  return {
    wooOrderId: 1,
    number: '1',
    sourceStatus: 'completed',
    currency: 'CLP',
    minorDigits: 0,
    email: 'ana@example.com',
    firstName: 'Ana',
    lastName: 'Soto',
    phone: '+56 9 1111 1111',
    billing: { company: 'Soto Ltda', city: 'Talca' },
    paymentMethod: null,
    paymentMethodTitle: null,
    transactionId: 'TX-1',
    customerNote: null,
    couponCodes: [],
    orderTotal: ZERO,
    orderedAtUtc: new Date('2025-03-01T12:00:00Z'),
    paidAtUtc: new Date('2025-03-01T12:05:00Z'),
    completedAtUtc: null,
    saysPaid: true,
    modifiedAtUtc: null,
    anonymised: false,
    ticketsGenerated: true,
    lines: [],
    refunds: [],
    checkoutTickets: [],
    tickets: [],
    ...changes,
  };
}

/** A line of the event's product: `exampleLine(7, 3, '48600')` is item 7, three units for 48,600 together. */
export function exampleLine(
  itemId: number,
  quantity: number,
  total: string,
  changes: Partial<StoreLine> = {},
): StoreLine {
  return {
    itemId,
    kind: 'line_item',
    name: 'Event - General',
    productId: 100,
    variationId: 0,
    quantity,
    subtotal: parseMoney(total),
    total: parseMoney(total),
    tax: ZERO,
    attributes: {},
    ...changes,
  };
}

export function exampleFee(itemId: number, kind: 'fee' | 'shipping', total: string): StoreLine {
  return exampleLine(itemId, 0, total, { kind, name: kind, productId: 0, subtotal: ZERO });
}

export function exampleRefund(
  refundId: number,
  amount: string,
  lines: readonly StoreRefundLine[] = [],
): StoreRefund {
  return { refundId, amount: parseMoney(amount), reason: null, refundedAtUtc: null, lines };
}

/** A refund line with units of an item and their money. By default it names no product. */
export function refundLine(
  refundedItemId: number,
  quantity: number,
  amount: string,
  sold: Pick<StoreRefundLine, 'productId' | 'variationId'> = { productId: 0, variationId: 0 },
): StoreRefundLine {
  return {
    itemId: 9000 + refundedItemId,
    refundedItemId,
    ...sold,
    quantity,
    amount: parseMoney(amount),
    tax: ZERO,
  };
}

export function exampleTicket(wooTicketId: number, changes: Partial<StoreTicket> = {}): StoreTicket {
  return {
    wooTicketId,
    wooOrderId: 1,
    productId: 100,
    variationId: 0,
    attributes: {},
    offeredVariationId: 0,
    sourcePostStatus: 'publish',
    sourceStatus: 'Not Checked In',
    createType: null,
    ticketNumber: null,
    sequenceNumber: null,
    displayNumber: null,
    attendee: attendeeNamed(null),
    formData: [],
    details: NO_DETAILS,
    purchaser: null,
    days: [{ day: 1, checkedIn: false }],
    checkIns: [],
    ...changes,
  };
}

export function exampleEntry(key: string, firstName: string | null = null): CheckoutTicket {
  const attendee = attendeeNamed(firstName);
  return { key, productId: 100, variationId: 0, attributes: {}, attendee, formData: [], details: NO_DETAILS };
}

export function attendeeNamed(firstName: string | null) {
  return { firstName, lastName: null, email: null, phone: null, company: null, designation: null };
}

/** The backend's rows after it stored this order's tickets: new ones get the ids `new-0`, `new-1` … */
export function existingAfter(derived: EventOrder, prefix = 'new'): readonly ExistingTicket[] {
  return derived.tickets.map((ticket, index) =>
    existingRow(ticket, ticket.existingId ?? `${prefix}-${index}`),
  );
}

function existingRow(ticket: EventTicket, id: string): ExistingTicket {
  return {
    id,
    wooTicketId: ticket.wooTicketId,
    pendingKey: ticket.pendingKey,
    productId: ticket.productId,
    variationId: ticket.variationId,
    refunded: ticket.status === 'refunded',
    attendee: ticket.attendee,
    formData: ticket.formData,
    localDays: [],
  };
}

/** Derives the order on a first sync for the event of `rules`, to which it must belong. */
export function deriveExample(changes: Partial<StoreOrder>, rules: EventRules = RULES): EventOrder {
  const derived = deriveEventOrder(exampleOrder(changes), rules, []);
  if (derived === null) throw new Error('the order belongs to the event');
  return derived;
}

/** `price/fee/organizer status` of each ticket. */
export function ticketSummaries(order: EventOrder, minorDigits = 0): readonly string[] {
  return order.tickets.map(({ price, serviceFee, organizerAmount, status }) => {
    const money = [price, serviceFee, organizerAmount].map((amount) => formatMinor(amount, minorDigits));
    return `${money.join('/')} ${status}`;
  });
}
