import { expect, test } from 'vitest';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import {
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  existingAfter,
  RULES,
  refundLine,
} from '../examples/example-order.ts';
import type { StoreOrder } from '../model/store-order.ts';

const rules = { ...RULES, ticketSource: 'line_items' } as const;
const lines = [
  exampleLine(7, 2, '201'),
  exampleLine(8, 1, '50', { variationId: 11 }),
  exampleLine(9, 0, '0'),
];
const derive = (changes: Partial<StoreOrder>) =>
  deriveEventOrder(exampleOrder({ lines, ...changes }), rules, []);

test('a store without the plugin gets one ticket a unit bought, for the buyer', () => {
  const tickets = derive({})?.tickets ?? [];
  expect(
    tickets.map((ticket) => [ticket.pendingKey, ticket.wooItemId, ticket.variationId, ticket.price]),
  ).toEqual([
    ['line:7:1', 7, 0, 101_00000000n],
    ['line:7:2', 7, 0, 100_00000000n],
    ['line:8:1', 8, 11, 50_00000000n],
  ]);
  expect(tickets[0]).toMatchObject({
    origin: 'line_item',
    status: 'active',
    wooTicketId: null,
    attendee: {
      firstName: 'Ana',
      lastName: 'Soto',
      email: 'ana@example.com',
      company: 'Soto Ltda',
      designation: null,
    },
  });
});

test.each([
  ['completed', true, 3, 'active'],
  ['processing', false, 3, 'active'],
  ['refunded', false, 3, 'refunded'],
  ['cancelled', true, 3, 'cancelled'],
  ['on-hold', true, 3, 'inactive'],
  ['cancelled', false, 0, undefined],
  ['pending', false, 0, undefined],
])('an order that is %s, with a paid date %s, has %i tickets, %s', (sourceStatus, paid, count, status) => {
  const tickets = derive({ sourceStatus, saysPaid: paid })?.tickets ?? [];
  expect([tickets.length, tickets[0]?.status]).toEqual([count, status]);
});

test('each unit keeps its row, and a refunded unit is its newest', () => {
  const first = derive({});
  if (first === null) throw new Error('the order belongs to the event');
  const refunds = [exampleRefund(50, '100', [refundLine(7, 1, '100')])];
  const again = deriveEventOrder(exampleOrder({ lines, refunds }), rules, existingAfter(first));
  expect(again?.tickets.map((ticket) => [ticket.existingId, ticket.status])).toEqual([
    ['new-0', 'active'],
    ['new-1', 'refunded'],
    ['new-2', 'active'],
  ]);
});

test('a ticket that the plugin made earlier is still a ticket, and none is made from its line', () => {
  expect(derive({ tickets: [exampleTicket(5)] })?.tickets.map((ticket) => ticket.origin)).toEqual([
    PLUGIN_TICKETS,
  ]);
});

test('a product of the plugin never gets tickets of its lines', () => {
  const order = exampleOrder({ lines, checkoutTickets: [exampleEntry('1.1')], ticketsGenerated: false });
  expect(deriveEventOrder(order, RULES, [])?.tickets.map((ticket) => ticket.origin)).toEqual(['checkout']);
});

test('an attendee is still owed a ticket after the product was deleted', () => {
  const checkoutTickets = [exampleEntry('1.1')];
  const order = derive({ checkoutTickets, ticketsGenerated: false });
  expect(order?.tickets.map((ticket) => [ticket.origin, ticket.pendingKey])).toEqual([['checkout', '1.1']]);
});
