import { addCents } from './cents.ts';
import type { SoldAs } from './stored-lines.ts';
import type { Truth, TruthAttendee, TruthLine, TruthOrder, TruthTicket } from './truth-file.ts';

/**
 * The expected event of one product in the backend by a truth file: calculated from WooCommerce's own answers and the
 * design, without any of the project's code.
 */
export interface ExpectedEvent {
  readonly orders: readonly Row[];
  readonly items: readonly Row[];
  readonly refunds: readonly Row[];
  readonly refundLines: readonly Row[];
  readonly tickets: readonly Row[];
  readonly pending: readonly Row[];
  /** How many tickets each order gets for units of a product without the ticket plugin. */
  readonly made: readonly Row[];
}
export type Row = Readonly<Record<string, unknown>>;

const DRAFTS = ['auto-draft', 'checkout-draft'];
const STATUS: Readonly<Record<string, string>> = {
  pending: 'pending',
  'on-hold': 'on_hold',
  processing: 'paid',
  completed: 'paid',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
  trash: 'trashed',
};

/** The store's rows give a line's product, because the truth file has 0 for a deleted one. */
export function expectedEvent(
  truth: Truth,
  productId: number,
  sold: ReadonlyMap<number, SoldAs>,
): ExpectedEvent {
  const isOfProduct = (line: TruthLine) => soldAs(line, sold).product === productId;
  const tickets = truth.tickets.filter((ticket) => ticket.product_id === productId);
  const orderIdsOfTickets = new Set(tickets.map((ticket) => Number(ticket.order_id)));
  const orders = truth.orders.filter(
    (order) =>
      !DRAFTS.includes(order.status) && (order.lines.some(isOfProduct) || orderIdsOfTickets.has(order.id)),
  );
  const ofPlugin = tickets.length > 0 || truth.products.some((p) => p.product_id === productId && p.is_event);
  const statusOf = new Map(orders.map((order) => [order.id, orderStatus(order)]));
  const generated = new Map(orders.map((order) => [order.id, order.meta.tickets_generated === 'yes']));
  return {
    orders: orders.map((order) => orderRow(order, order.lines.filter(isOfProduct))),
    items: orders.flatMap((order) =>
      order.lines.filter(isOfProduct).map((line) => itemRow(order, line, soldAs(line, sold).variation)),
    ),
    refunds: orders.flatMap((order) =>
      order.refunds.map((refund) => ({
        order: order.id,
        refund: refund.id,
        orderAmount: cents(refund.amount),
        reason: text(refund.reason),
        at: time(refund.date_created_gmt),
      })),
    ),
    refundLines: orders.flatMap((order) => refundLineRows(order, order.lines.filter(isOfProduct))),
    tickets: tickets.map((ticket) => ({
      ...ticketRow(ticket, statusOf.get(Number(ticket.order_id))),
      ...placeOf(ticket, truth.store.timezone),
    })),
    pending: truth.tickets_not_generated
      .filter((attendee) => attendee.product_id === productId)
      .filter((a) => statusOf.get(a.order_id) === 'paid' && generated.get(a.order_id) === false)
      .map(pendingRow),
    made: ofPlugin ? [] : orders.flatMap((order) => madeRows(order, order.lines.filter(isOfProduct))),
  };
}

/** @throws if WooCommerce names another product or variation than its own rows do */
function soldAs(line: TruthLine, sold: ReadonlyMap<number, SoldAs>): SoldAs {
  const stored = sold.get(line.item_id);
  if (
    stored === undefined ||
    ![0, stored.product].includes(line.product_id) ||
    ![0, stored.variation].includes(line.variation_id)
  ) {
    throw new Error(`line ${line.item_id} is not stored as WooCommerce returns it`);
  }
  return stored;
}

function orderStatus(order: TruthOrder): string {
  return STATUS[order.status] ?? (order.date_paid_gmt === null ? 'pending' : 'paid');
}

/** The buyer's identity; null if the store erased it on request. */
function buyerOf(order: TruthOrder): (value: string) => string | null {
  const erased = order.billing_email === 'deleted@site.invalid';
  return (value) => (erased ? null : text(value));
}

function orderRow(order: TruthOrder, lines: readonly TruthLine[]): Row {
  const buyer = buyerOf(order);
  return {
    order: order.id,
    number: order.number,
    status: orderStatus(order),
    sourceStatus: order.status,
    currency: order.currency,
    email: buyer(order.billing_email),
    firstName: buyer(order.billing_first_name),
    lastName: buyer(order.billing_last_name),
    phone: buyer(order.billing_phone),
    paymentMethod: text(order.payment_method),
    paymentMethodTitle: text(order.payment_method_title),
    transactionId: buyer(order.transaction_id),
    customerNote: buyer(order.customer_note),
    coupons: order.coupons,
    orderTotal: cents(order.total),
    orderRefunded: cents(order.total_refunded),
    subtotal: addCents(lines.map((line) => line.subtotal)),
    tax: addCents(lines.map((line) => line.tax)),
    orderedAt: time(order.date_created_gmt),
    paidAt: time(order.date_paid_gmt),
    completedAt: time(order.date_completed_gmt),
    modifiedAt: time(order.date_modified_gmt),
    removedReason: order.status === 'trash' ? 'trashed' : null,
  };
}

function itemRow(order: TruthOrder, line: TruthLine, variation: number): Row {
  return {
    order: order.id,
    item: line.item_id,
    variation,
    name: decoded(line.name),
    quantity: line.qty,
    refundedQuantity: line.refunded_qty,
    subtotal: cents(line.subtotal),
    total: cents(line.total),
    tax: cents(line.tax),
    refunded: addCents([line.refunded_total, line.refunded_tax]),
  };
}

function refundLineRows(order: TruthOrder, lines: readonly TruthLine[]): readonly Row[] {
  const items = new Set(lines.map((line) => line.item_id));
  return order.refunds.flatMap((refund) =>
    refund.lines
      .filter((line) => items.has(line.refunded_item_id))
      .map((line) => ({
        refund: refund.id,
        item: line.refunded_item_id,
        quantity: Math.abs(line.qty),
        amount: cents(negated(line.total)),
        tax: cents(negated(line.tax)),
      })),
  );
}

/** One ticket a unit, once the order is paid; the buyer is the attendee. */
function madeRows(order: TruthOrder, lines: readonly TruthLine[]): readonly Row[] {
  const units = lines.reduce((total, line) => total + Math.max(0, line.qty), 0);
  const paid = ['paid', 'refunded'].includes(orderStatus(order)) || order.date_paid_gmt !== null;
  if (!paid || units === 0) return [];
  const buyer = buyerOf(order);
  const { billing_first_name, billing_last_name, billing_email } = order;
  return [
    {
      order: order.id,
      tickets: units,
      firstName: buyer(billing_first_name),
      lastName: buyer(billing_last_name),
      email: buyer(billing_email),
    },
  ];
}

function ticketRow(ticket: TruthTicket, orderStatusHere: string | undefined): Row {
  return {
    ticket: ticket.post_id,
    order: ticket.order_id === null || ticket.order_id === '' ? null : Number(ticket.order_id),
    variation: Number(ticket.variation_id ?? 0),
    ticketNumber: ticket.ticket_id,
    sequenceNumber: Number(ticket.number),
    displayNumber: ticket.number_formatted,
    sourceStatus: text(ticket.status),
    postStatus: ticket.post_status,
    createType: ticket.create_type,
    firstName: text(ticket.attendee.first),
    lastName: text(ticket.attendee.last),
    email: text(ticket.attendee.email),
    phone: text(ticket.attendee.phone),
    company: text(ticket.attendee.company),
    designation: text(ticket.attendee.designation),
    form: ticket.custom.map((answer) => ({
      key: answer.key,
      label: answer.label,
      value: decoded(answer.value),
    })),
    daysCheckedIn: daysOf(ticket),
    life: lifeOf(ticket, orderStatusHere),
    removedReason: ticket.post_status === 'trash' ? 'trashed' : null,
  };
}

/** The slot and the seat that the ticket is for; the truth has the slot's time by the clock of the event's zone. */
function placeOf({ seat, booking }: TruthTicket, zone: string): Row {
  return {
    slot: booking?.slot ?? null,
    slotAtLocal: booking === null || booking === undefined ? null : `${booking.mysql} ${zone}`,
    slotDate: null,
    seatRow: seat?.row ?? null,
    seatNumber: seat?.number ?? null,
  };
}

/** Refunded units are counted separately: any of several equal tickets may have the refund. */
function lifeOf(ticket: TruthTicket, orderStatusHere: string | undefined): string {
  const namesOrder = ticket.order_id !== null && ticket.order_id !== '';
  if (namesOrder && !ticket.order_exists) return 'orphaned';
  if (orderStatusHere === 'refunded') return 'refunded';
  if (ticket.status === 'Canceled' || orderStatusHere === 'cancelled') return 'cancelled';
  return !namesOrder || orderStatusHere === 'paid' ? 'active' : 'inactive';
}

/** The days on which the holder checked in. */
function daysOf(ticket: TruthTicket): readonly string[] {
  if (ticket.multiday_status === null || ticket.multiday_status === '') {
    return ticket.status === 'Checked In' ? ['1'] : [];
  }
  const days = JSON.parse(ticket.multiday_status) as Readonly<Record<string, string>>;
  return Object.keys(days).filter((day) => days[day] === 'Checked In');
}

function pendingRow(attendee: TruthAttendee): Row {
  return {
    order: attendee.order_id,
    key: `${attendee.x}.${attendee.y}`,
    variation: Number(attendee.variation_id ?? 0),
    firstName: text(attendee.first),
    lastName: text(attendee.last),
    email: text(attendee.email),
    form: Object.fromEntries(Object.entries(attendee.custom).map(([key, value]) => [key, decoded(value)])),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&#039;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&ntilde;': 'ñ',
  '&#36;': '$',
};

function decoded(value: string): string {
  return value.replace(/&(#039|#36|quot|lt|gt|amp|ntilde);/g, (entity) => ENTITIES[entity] ?? entity);
}

function text(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : decoded(value);
}

function time(value: string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}

function cents(amount: string): string {
  return addCents([amount]);
}

function negated(amount: string): string {
  if (/^-?0(\.0+)?$/.test(amount)) return '0.00';
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
