import type { TicketNames } from '../ticket-plugin.ts';
import { UNREAD } from './read-ticket.ts';

const RECORD = 'WooCommerceEventsOrderTickets';
const GENERATED = 'WooCommerceEventsTicketsGenerated';

/** The names of FooEvents' rows that the reader uses. */
export const FOO_EVENTS_NAMES: TicketNames = {
  postType: 'event_magic_tickets',
  product: {
    eventKey: 'WooCommerceEventsEvent',
    eventValue: 'Event',
    prefix: 'WooCommerceEvents',
    others: ['fooevents_custom_attendee_fields_options_serialized', 'fooevents_bookings_options_serialized'],
  },
  ticket: {
    orderId: 'WooCommerceEventsOrderID',
    productId: 'WooCommerceEventsProductID',
    variationId: 'WooCommerceEventsVariationID',
    productName: 'WooCommerceEventsProductName',
    days: 'WooCommerceEventsMultidayStatus',
    unread: UNREAD,
  },
  order: { record: RECORD, generated: GENERATED, changeSignals: [RECORD, GENERATED] },
  log: {
    table: 'fooevents_check_in',
    ticket: 'tid',
    product: 'eid',
    day: 'day',
    status: 'status',
    at: 'checkin',
  },
};
