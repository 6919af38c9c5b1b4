import { describe, expect, test } from 'vitest';
import { formatMinor, parseMoney, sum } from '../kernel/money/money.ts';
import { deriveEventOrder } from './derive-event-order.ts';
import {
  attendeeNamed,
  deriveExample as derive,
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  existingAfter,
  RULES,
  refundLine,
  ticketSummaries,
} from './examples/example-order.ts';

const tickets = (...ids: readonly number[]) => ids.map((id) => exampleTicket(id));

describe('an order’s share', () => {
  test('is rounded once over its lines, and says by how much', () => {
    const third = { minorDigits: 2, currency: 'EUR', orderTotal: parseMoney('30.01') };
    const lines = [1, 2, 3].map((itemId) =>
      exampleLine(itemId, 1, '8.403361', { tax: parseMoney('1.600639') }),
    );
    const { share } = derive({ ...third, lines });
    // 3 × 10.004 = 30.012
    expect(formatMinor(share.total, 2)).toBe('30.01');
    expect(share.rounding).toBe(parseMoney('-0.002'));
    expect(share.tax).toBe(parseMoney('4.801917'));
  });

  test('rounds the refunded amount once, and keeps both of its parts exact', () => {
    const line = exampleLine(1, 1, '10.00');
    const refund = exampleRefund(50, '3.00', [refundLine(1, 0, '1.0049')]);
    const { share } = derive({ minorDigits: 2, currency: 'EUR', lines: [line], refunds: [refund] });
    expect(share.refundedByLines).toBe(parseMoney('1.0049'));
    expect(share.refundedApportioned).toBe(parseMoney('1.9951'));
    expect(formatMinor(share.refunded, 2)).toBe('3.00');
  });

  test('may be negative, and then owes the service nothing', () => {
    const { share } = derive({ lines: [exampleLine(1, 1, '1000')], refunds: [exampleRefund(50, '1500')] });
    expect(
      [share.net, share.serviceFee, share.organizerAmount].map((amount) => formatMinor(amount, 0)),
    ).toEqual(['-500', '0', '-500']);
  });

  test('of an event of one variation has only the lines of that variation', () => {
    const lines = [
      exampleLine(1, 1, '100', { variationId: 11 }),
      exampleLine(2, 1, '70', { variationId: 12 }),
    ];
    expect(formatMinor(derive({ lines }, { ...RULES, variationId: 12 }).share.total, 0)).toBe('70');
  });
});

describe('the money of tickets', () => {
  test('is the paid amount, with the odd units on the first ticket', () => {
    const order = derive({ lines: [exampleLine(1, 3, '100')], tickets: tickets(5, 6, 7) });
    // The fee, 10, by price: 3.4, 3.3, 3.3.
    expect(ticketSummaries(order)).toEqual(['34/4/30 active', '33/3/30 active', '33/3/30 active']);
  });

  test('a surplus ticket has no item and no price', () => {
    const order = derive({ lines: [exampleLine(1, 1, '100')], tickets: tickets(5, 6) });
    expect(ticketSummaries(order)).toEqual(['100/10/90 active', '0/0/0 active']);
    expect(order.tickets.map((ticket) => ticket.wooItemId)).toEqual([1, null]);
  });

  test('units without a ticket keep their money with their item', () => {
    const order = derive({ lines: [exampleLine(1, 3, '100')], tickets: tickets(5) });
    // The fee, 10, over 34 and 66: 3.4 and 6.6.
    expect(ticketSummaries(order)).toEqual(['34/3/31 active']);
    expect(order.items).toMatchObject([{ unticketedQuantity: 2, unticketedAmount: parseMoney('66') }]);
  });

  test('so does a line without units', () => {
    const order = derive({ lines: [exampleLine(1, 0, '100')], tickets: tickets(5) });
    expect(ticketSummaries(order)).toEqual(['0/0/0 active']);
    expect(order.items).toMatchObject([{ unticketedQuantity: 0, unticketedAmount: parseMoney('100') }]);
  });

  test('a post in the trash has none, and leaves its unit without a ticket', () => {
    const order = derive({
      lines: [exampleLine(1, 2, '100')],
      tickets: [exampleTicket(5, { sourcePostStatus: 'trash' }), exampleTicket(6)],
    });
    expect(order.tickets.map((ticket) => [ticket.trashed, formatMinor(ticket.price, 0)])).toEqual([
      [true, '0'],
      [false, '50'],
    ]);
    expect(order.items).toMatchObject([{ unticketedQuantity: 1, unticketedAmount: parseMoney('50') }]);
  });

  test('several items of one order are rounded together', () => {
    const lines = [1, 2, 3].map((itemId) =>
      exampleLine(itemId, 1, '8.403361', { tax: parseMoney('1.600639') }),
    );
    const order = derive({ minorDigits: 2, currency: 'EUR', lines, tickets: tickets(5, 6, 7) });
    expect(order.tickets.map((ticket) => formatMinor(ticket.price, 2))).toEqual(['10.01', '10.00', '10.00']);
  });

  test('a refund beyond its tickets falls on the others of its item, and on no other item', () => {
    const order = derive({
      lines: [exampleLine(1, 2, '200'), exampleLine(2, 1, '100')],
      refunds: [exampleRefund(50, '140', [refundLine(1, 1, '140')])],
      tickets: tickets(5, 6, 7),
    });
    expect(ticketSummaries(order)).toEqual(['100/6/54 active', '100/0/0 refunded', '100/10/90 active']);
  });

  test('a refund of a unit whose post is in the trash costs the valid holder nothing', () => {
    const order = derive({
      lines: [exampleLine(1, 2, '200')],
      refunds: [exampleRefund(50, '100', [refundLine(1, 1, '100')])],
      tickets: [exampleTicket(5), exampleTicket(6, { sourcePostStatus: 'trash' })],
    });
    expect(ticketSummaries(order)).toEqual(['100/10/90 active', '0/0/0 refunded']);
  });

  test('an order that is not paid has prices and owes nothing', () => {
    const order = derive({ sourceStatus: 'on-hold', lines: [exampleLine(1, 1, '100')], tickets: tickets(5) });
    expect(ticketSummaries(order)).toEqual(['100/0/0 inactive']);
  });

  test('pending tickets have a price already', () => {
    const order = derive({
      ticketsGenerated: false,
      lines: [exampleLine(1, 2, '100')],
      tickets: [exampleTicket(5, { attendee: attendeeNamed('Bea') })],
      checkoutTickets: [exampleEntry('1.1', 'Ana'), exampleEntry('1.2', 'Bea')],
    });
    expect(ticketSummaries(order)).toEqual(['50/5/45 active', '50/5/45 pending']);
    expect(formatMinor(sum(order.tickets.map((ticket) => ticket.price)), 0)).toBe('100');
  });
});

describe('an order’s status', () => {
  test('of a plugin is reported as unmapped until the configuration maps it', () => {
    const lines = [exampleLine(1, 1, '100')];
    const unknown = derive({ sourceStatus: 'validado', lines });
    expect([unknown.status, unknown.unmappedStatus]).toEqual(['paid', true]);
    const mapped = derive(
      { sourceStatus: 'validado', lines },
      { ...RULES, statusMapping: { validado: 'on_hold' } },
    );
    expect([mapped.status, mapped.unmappedStatus]).toEqual(['on_hold', false]);
  });
});

test('an order of another product belongs to another event', () => {
  const order = exampleOrder({ lines: [exampleLine(1, 1, '100', { productId: 200 })] });
  expect(deriveEventOrder(order, RULES, [])).toBeNull();
});

test('an anonymised order contains no names', () => {
  const buyer = { firstName: 'Isidora', lastName: 'Zúñiga', email: 'isi@example.com', phone: null };
  const order = derive({
    anonymised: true,
    lines: [exampleLine(1, 1, '100')],
    tickets: [
      exampleTicket(5, {
        purchaser: buyer,
        attendee: { ...attendeeNamed('Isidora'), lastName: 'Zúñiga', email: 'isi@example.com' },
      }),
    ],
  });
  expect(order.tickets).toMatchObject([{ attendee: attendeeNamed(null) }]);
});

test('the local check-in is merged, and the store’s own kept beside it', () => {
  const lines = [exampleLine(1, 1, '100')];
  const first = derive({ lines, tickets: tickets(5) });
  const kept = existingAfter(first).map((row) => ({ ...row, localDays: [{ day: 1, checkedIn: true }] }));
  const again = deriveEventOrder(exampleOrder({ lines, tickets: tickets(5) }), RULES, kept);
  expect(again?.tickets).toMatchObject([
    { existingId: 'new-0', days: [{ day: 1, checkedIn: true }], storeDays: [{ day: 1, checkedIn: false }] },
  ]);
});
