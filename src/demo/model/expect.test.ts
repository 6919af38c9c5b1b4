import { expect, test } from 'vitest';
import { parseMoney } from '../../kernel/money/money.ts';
import { expectEvent, expectOrder } from './expect.ts';
import type { DemoCase, DemoLine, DemoOrder, DemoStore, DemoTicket } from './model.ts';

const NO_PERSON = { firstName: '', lastName: '', email: '', phone: '' };

function line(itemId: number, productId: number, quantity: number, total: string): DemoLine {
  return {
    itemId,
    productId,
    variationId: 0,
    name: '',
    quantity,
    subtotal: parseMoney(total),
    total: parseMoney(total),
    attributes: [],
  };
}

function order(id: number, parts: Partial<DemoOrder>): DemoOrder {
  return {
    id,
    status: 'completed',
    statusBeforeTrash: null,
    channel: 'checkout',
    currency: 'CLP',
    customerId: 0,
    buyer: NO_PERSON,
    purchaser: NO_PERSON,
    address: null,
    payment: null,
    customerNote: '',
    orderKey: '',
    cartHash: '',
    createdAtUtc: 0,
    updatedAtUtc: 0,
    paidAtUtc: null,
    completedAtUtc: null,
    trashedAtUtc: null,
    lines: [],
    fees: [],
    shippings: [],
    coupons: [],
    refunds: [],
    notes: [],
    checkoutRecord: null,
    ticketsGenerated: false,
    ticketsCanceled: 'no',
    anonymised: false,
    deleted: false,
    awaitsAnalytics: false,
    ...parts,
  };
}

function ticket(id: number, orderId: number | null, parts: Partial<DemoTicket> = {}): DemoTicket {
  return {
    id,
    ticketNumber: `${id}000000`,
    hash: '',
    origin: 'checkout',
    orderId,
    productId: 1,
    variationId: 0,
    attributes: [],
    customerId: 0,
    attendee: { ...NO_PERSON, company: '', designation: '' },
    purchaser: NO_PERSON,
    answers: [],
    price: 0n,
    sequence: 1,
    status: 'Not Checked In',
    dayStatuses: null,
    trashedAtUtc: null,
    createdAtUtc: 0,
    modifiedAtUtc: 0,
    edited: false,
    checkIns: [],
    ...parts,
  };
}

const attendee = {
  variationId: 0,
  attributes: [],
  price: 0n,
  attendee: { ...NO_PERSON, company: '', designation: '' },
  answers: [],
};

const CASES: readonly DemoCase[] = [
  // Two units of the event beside another product; one unit and a fee went back, another refund was deleted.
  {
    order: order(10, {
      lines: [line(1, 1, 2, '20000'), line(2, 5, 1, '7000')],
      refunds: [
        {
          id: 11,
          amount: parseMoney('11500'),
          reason: '',
          kind: 'partial',
          createdAtUtc: 0,
          automatic: false,
          deleted: false,
          lines: [
            { itemId: 3, kind: 'line_item', refundedItemId: 1, quantity: 1, total: parseMoney('10000') },
            { itemId: 4, kind: 'line_item', refundedItemId: 2, quantity: 0, total: parseMoney('1500') },
          ],
        },
        {
          id: 12,
          amount: parseMoney('999'),
          reason: '',
          kind: 'partial',
          createdAtUtc: 0,
          automatic: false,
          deleted: true,
          lines: [{ itemId: 5, kind: 'line_item', refundedItemId: 1, quantity: 0, total: parseMoney('999') }],
        },
      ],
      ticketsGenerated: true,
    }),
    tickets: [
      ticket(13, 10, { status: 'Checked In', checkIns: [{ day: 1, status: 'Checked In', atUtc: 0 }] }),
      ticket(14, 10, { dayStatuses: ['Checked In', 'Not Checked In', 'Checked In'], status: 'Checked In' }),
    ],
  },
  // Paid, tickets not made yet: two of them are the event's.
  {
    order: order(20, {
      status: 'processing',
      lines: [line(6, 1, 2, '20000')],
      checkoutRecord: [
        { productId: 1, tickets: [attendee, attendee] },
        { productId: 2, tickets: [attendee] },
      ],
    }),
    tickets: [],
  },
  // Never paid, so its attendees are not pending. A cart and a deleted order do not count.
  {
    order: order(30, {
      status: 'failed',
      lines: [line(7, 1, 1, '10000')],
      checkoutRecord: [{ productId: 1, tickets: [attendee] }],
    }),
    tickets: [],
  },
  { order: order(40, { status: 'checkout-draft', lines: [line(8, 1, 1, '10000')] }), tickets: [] },
  { order: order(50, { deleted: true, lines: [line(9, 1, 1, '10000')] }), tickets: [ticket(51, 50)] },
  // An import: without order, into an order of something else, into one that never was; one in the trash.
  { order: null, tickets: [ticket(60, null, { origin: 'csv' })] },
  { order: order(70, { lines: [line(10, 5, 1, '7000')] }), tickets: [] },
  { order: null, tickets: [ticket(71, 70, { origin: 'csv', trashedAtUtc: 1, status: null })] },
  { order: null, tickets: [ticket(72, 99, { origin: 'csv' })] },
  { order: order(80, { lines: [line(11, 5, 1, '7000')] }), tickets: [] },
];

const STORE: DemoStore = {
  settings: {
    orders: 7,
    seed: 1,
    layout: 'hpos',
    prefix: 'wp_',
    nowUtc: 0,
    timezone: 'UTC',
    siteUrl: 'https://tienda-demo.example',
  },
  products: [],
  coupons: [],
  customers: [],
  cases: () => CASES,
};

test('an event’s figures equal those counted by hand', () => {
  expect(expectEvent(STORE, 1)).toEqual({
    productId: 1,
    title: '',
    orders: [
      {
        sourceStatus: 'completed',
        currency: 'CLP',
        orders: 2,
        quantity: 2,
        total: '20000.00000000',
        refundedByLines: '10000.00000000',
        orderRefunded: '11500.00000000',
      },
      {
        sourceStatus: 'failed',
        currency: 'CLP',
        orders: 1,
        quantity: 1,
        total: '10000.00000000',
        refundedByLines: '0.00000000',
        orderRefunded: '0.00000000',
      },
      {
        sourceStatus: 'processing',
        currency: 'CLP',
        orders: 1,
        quantity: 2,
        total: '20000.00000000',
        refundedByLines: '0.00000000',
        orderRefunded: '0.00000000',
      },
    ],
    tickets: [
      { postStatus: 'publish', sourceStatus: 'Checked In', tickets: 2, daysCheckedIn: 3 },
      { postStatus: 'publish', sourceStatus: 'Not Checked In', tickets: 3, daysCheckedIn: 0 },
      { postStatus: 'trash', sourceStatus: '', tickets: 1, daysCheckedIn: 0 },
    ],
    pendingTickets: 2,
    orphanTickets: 2,
    ticketsWithoutOrder: 1,
    checkIns: 1,
  });
});

test('a plugin’s status counts as paid once there is a paid date', () => {
  const waiting = order(90, {
    status: 'validado',
    lines: [line(12, 1, 1, '1')],
    checkoutRecord: [{ productId: 1, tickets: [attendee] }],
  });
  expect(expectOrder(waiting, [], 1)?.pendingTickets).toBe(0);
  expect(expectOrder({ ...waiting, paidAtUtc: 5 }, [], 1)?.pendingTickets).toBe(1);
});
