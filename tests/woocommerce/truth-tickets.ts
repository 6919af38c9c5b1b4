import type { StoreOrder, StoreTicket } from '../../src/ticketing/model/store-order.ts';
import type { Truth, TruthAttendee, TruthTicket } from '../pipe/truth-file.ts';
import { decoded, text } from './truth-text.ts';

/** Values that only the reader gives: the purchaser and the plugin's log. */
export interface SampleTruth extends Truth {
  readonly store: Truth['store'] & { readonly timezone: string };
  readonly tickets: readonly SampleTicket[];
  readonly check_in_rows: readonly Readonly<
    Record<'id' | 'tid' | 'eid' | 'day' | 'status' | 'checkin', string>
  >[];
}

interface SampleTicket extends TruthTicket {
  readonly purchaser: Readonly<Record<'first' | 'last' | 'email' | 'phone', string | null>>;
}

export function storeTicket(ticket: StoreTicket) {
  return {
    id: ticket.wooTicketId,
    order: ticket.wooOrderId,
    variation: ticket.variationId,
    numbers: [ticket.ticketNumber, ticket.sequenceNumber, ticket.displayNumber],
    states: [ticket.sourcePostStatus, ticket.sourceStatus, ticket.createType],
    attendee: ticket.attendee,
    purchaser: ticket.purchaser,
    // Values that an import stored under its own name are not in the truth file's list.
    answers: ticket.formData
      .filter(({ key }) => !key.startsWith('WooCommerceEvents-meta-'))
      .map(({ key, label, value }) => [key, label, value]),
    days: ticket.days,
    checkIns: ticket.checkIns.map((row) => [row.wooCheckInId, row.day, row.status, row.atUtc.toISOString()]),
  };
}

const LABELS_BY_HAND: Readonly<Record<string, string>> = {
  fooevents_custom_RUT: 'RUT',
  fooevents_custom_Talla_de_polera: 'Talla de polera',
  'fooevents_custom_¿Cuál_es_tu_RUT': '¿Cuál es tu RUT',
  fooevents_custom_Nivel: 'Nivel',
};
const LOGGED: Readonly<Record<string, string>> = {
  'Checked In': 'checked_in',
  'Not Checked In': 'not_checked_in',
  Canceled: 'cancelled',
};
/** The offsets of these zones in November, when all check-ins of the sample stores happened. */
const OFFSET_HOURS: Readonly<Record<string, number>> = { 'America/Santiago': -3, 'Europe/Madrid': 1 };
const MULTI_DAY: Readonly<Record<number, number>> = { 174055: 3, 5127: 2 };

export function truthTicket(ticket: SampleTicket, truth: SampleTruth): ReturnType<typeof storeTicket> {
  const { first, last, email, phone, company, designation } = ticket.attendee;
  const { purchaser } = ticket;
  const anyPurchaser = Object.values(purchaser).some((part) => text(part) !== null);
  const shiftMs = (OFFSET_HOURS[truth.store.timezone] ?? Number.NaN) * 3_600_000;
  return {
    id: ticket.post_id,
    order: ticket.order_id === null || ticket.order_id === '' ? null : Number(ticket.order_id),
    variation: Number(ticket.variation_id ?? 0),
    numbers: [ticket.ticket_id, Number(ticket.number), ticket.number_formatted],
    states: [ticket.post_status, text(ticket.status), ticket.create_type],
    attendee: {
      firstName: text(first),
      lastName: text(last),
      email: text(email),
      phone: text(phone),
      company: text(company),
      designation: text(designation),
    },
    purchaser: anyPurchaser
      ? {
          firstName: text(purchaser.first),
          lastName: text(purchaser.last),
          email: text(purchaser.email),
          phone: text(purchaser.phone),
        }
      : null,
    answers: ticket.custom.map(({ key, label, value }) => [
      key,
      label === null ? (LABELS_BY_HAND[key] ?? null) : decoded(label),
      decoded(value),
    ]),
    days: truthDays(ticket),
    checkIns: truth.check_in_rows
      .filter((row) => Number(row.tid) === ticket.post_id)
      .map((row) => [
        Number(row.id),
        Number(row.day),
        LOGGED[row.status] ?? '?',
        new Date(Number(row.checkin) * 1000 - shiftMs).toISOString(),
      ]),
  };
}

function truthDays(ticket: TruthTicket): StoreTicket['days'] {
  if (ticket.multiday_status !== null) {
    const days = JSON.parse(ticket.multiday_status) as Readonly<Record<string, string>>;
    return Object.entries(days).map(([day, state]) => ({
      day: Number(day),
      checkedIn: state === 'Checked In',
    }));
  }
  const checkedIn = ticket.status === 'Checked In';
  const days = MULTI_DAY[ticket.product_id] ?? 1;
  return Array.from({ length: days }, (_, at) => ({ day: at + 1, checkedIn: at === 0 && checkedIn }));
}

/** The attendees in the checkout's records of these orders. */
export function storeAttendees(orders: readonly StoreOrder[], productId: number) {
  return orders.flatMap((order) =>
    order.checkoutTickets
      .filter((ticket) => ticket.productId === productId)
      .map((ticket) => ({
        order: order.wooOrderId,
        key: ticket.key,
        variation: ticket.variationId,
        first: ticket.attendee.firstName,
        last: ticket.attendee.lastName,
        email: ticket.attendee.email,
        custom: Object.fromEntries(ticket.formData.map(({ key, value }) => [key, value])),
      })),
  );
}

export function truthAttendee(attendee: TruthAttendee): ReturnType<typeof storeAttendees>[number] {
  return {
    order: attendee.order_id,
    key: `${attendee.x}.${attendee.y}`,
    variation: Number(attendee.variation_id),
    first: text(attendee.first),
    last: text(attendee.last),
    email: text(attendee.email),
    custom: Object.fromEntries(Object.entries(attendee.custom).map(([key, value]) => [key, decoded(value)])),
  };
}
