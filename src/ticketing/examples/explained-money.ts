import { parseMoney } from '../../kernel/money/money.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import {
  exampleFee,
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  existingAfter,
  RULES,
  refundLine,
} from './example-order.ts';
import { type ExplainedCase, explainOrder, oneTicket, TWO_OF_THREE } from './explained-order.ts';

const money = parseMoney;
const EUR = { minorDigits: 2, currency: 'EUR' } as const;
const inside = [{ day: 1, checkedIn: true }];

/** Membership, money and refunds. */
export const MONEY_CASES: readonly ExplainedCase[] = [
  {
    what: 'two of three tickets are refunded',
    reasons: () => explainOrder(TWO_OF_THREE),
    right: [
      { code: 'order_by_lines', figures: { order: 1, lines: [12], units: 3 } },
      { code: 'status_own', figures: { source: 'completed', status: 'paid' } },
      { code: 'money_store', figures: { charged: money('75000'), returned: money('50000') } },
      {
        code: 'money_line',
        figures: {
          line: 12,
          units: 3,
          subtotal: money('75000'),
          discount: 0n,
          tax: 0n,
          amount: money('75000'),
        },
      },
      { code: 'money_total', figures: { lines: [12], amount: money('75000') } },
      {
        code: 'money_refunded',
        figures: { named: money('50000'), apportioned: 0n, amount: money('50000') },
      },
      {
        code: 'money_net',
        figures: { total: money('75000'), refunded: money('50000'), amount: money('25000') },
      },
      { code: 'money_fee', figures: { net: money('25000'), percentage: '10', amount: money('2500') } },
      {
        code: 'money_organizer',
        figures: { net: money('25000'), fee: money('2500'), amount: money('22500') },
      },
      {
        code: 'refund_line',
        figures: { refund: 174140, of: money('50000'), line: 12, units: 2, amount: money('50000') },
      },
      { code: 'refund_event', figures: { refund: 174140, of: money('50000'), amount: money('50000') } },
      {
        code: 'tickets_refunded',
        figures: {
          line: 12,
          refunded: 2,
          tickets: 3,
          refunds: [{ refund: 174140, of: money('50000'), amount: money('50000'), units: 2, named: true }],
          policy: 'newest_not_checked_in',
        },
      },
      { code: 'tickets_issued', figures: { tickets: [5, 6, 7] } },
      { code: 'ticket_chosen_outside', figures: { ticket: '7' } },
      { code: 'ticket_chosen_outside', figures: { ticket: '6' } },
      { code: 'ticket_active', figures: { ticket: '5' } },
      { code: 'ticket_refunded', figures: { ticket: '6' } },
      {
        code: 'ticket_money',
        figures: {
          ticket: '5',
          price: money('25000'),
          returned: 0n,
          fee: money('2500'),
          amount: money('22500'),
        },
      },
      {
        code: 'ticket_money',
        figures: { ticket: '7', price: money('25000'), returned: money('25000'), fee: 0n, amount: 0n },
      },
    ],
  },
  {
    what: 'a holder who is inside loses a ticket last',
    reasons: () =>
      explainOrder({
        ...TWO_OF_THREE,
        tickets: [exampleTicket(5, { days: inside }), exampleTicket(6, { days: inside })],
        refunds: [exampleRefund(50, '25000', [refundLine(12, 1, '25000')])],
      }),
    right: [
      { code: 'ticket_chosen_inside', figures: { ticket: '6' } },
      { code: 'ticket_days', figures: { ticket: '5', store: [1], here: [] } },
      { code: 'tickets_without', figures: { line: 12, units: 1, amount: money('25000') } },
    ],
  },
  {
    what: 'tickets in the trash and cancelled ones are taken first, and a chosen one stays chosen',
    reasons: () => {
      const tickets = [
        exampleTicket(5, { sourcePostStatus: 'trash' }),
        exampleTicket(6, { sourceStatus: 'Canceled' }),
        exampleTicket(7),
      ];
      const refunds = [exampleRefund(50, '50000', [refundLine(12, 2, '50000')])];
      const order = { ...TWO_OF_THREE, tickets, refunds };
      const before = deriveEventOrder(exampleOrder({ ...TWO_OF_THREE }), RULES, []);
      return [
        ...explainOrder(order),
        ...(before === null ? [] : explainOrder(TWO_OF_THREE, RULES, existingAfter(before))),
      ];
    },
    right: [
      { code: 'ticket_chosen_trashed', figures: { ticket: '5' } },
      { code: 'ticket_chosen_invalid', figures: { ticket: '6' } },
      { code: 'ticket_trashed', figures: { ticket: '5' } },
      { code: 'ticket_chosen_again', figures: { ticket: '7' } },
    ],
  },
  {
    what: 'an order has tickets and no line',
    reasons: () => explainOrder({ tickets: [exampleTicket(5)] }),
    right: [
      { code: 'order_by_tickets', figures: { order: 1, tickets: [5] } },
      { code: 'ticket_surplus', figures: { ticket: '5' } },
      { code: 'money_total', figures: { lines: [], amount: 0n } },
      { code: 'money_no_fee', figures: { net: 0n } },
    ],
  },
  {
    what: 'an order is a cart, or of another event',
    reasons: () => [
      ...explainOrder({ sourceStatus: 'checkout-draft' }),
      ...explainOrder({ lines: [exampleLine(1, 1, '100', { productId: 200 })] }),
    ],
    right: [
      { code: 'order_draft', figures: { order: 1, source: 'checkout-draft' } },
      { code: 'order_not_of_event', figures: { order: 1 } },
    ],
  },
  {
    what: 'other lines, fees and shipping belong to others, and so does their refund',
    reasons: () =>
      explainOrder({
        ...oneTicket,
        orderTotal: money('160'),
        lines: [
          exampleLine(1, 1, '100'),
          exampleLine(2, 1, '40', { productId: 200 }),
          exampleFee(3, 'shipping', '20'),
        ],
        refunds: [exampleRefund(50, '40', [refundLine(2, 1, '40')])],
      }),
    right: [
      { code: 'order_other_lines', figures: { lines: [2, 3], amount: money('60') } },
      { code: 'refund_other_line', figures: { refund: 50, of: money('40'), line: 2, amount: money('40') } },
      { code: 'refund_event', figures: { refund: 50, of: money('40'), amount: 0n } },
    ],
  },
  {
    what: 'a refund names no line, or less than it gives back',
    reasons: () =>
      explainOrder({
        orderTotal: money('200'),
        lines: [exampleLine(1, 1, '150'), exampleFee(2, 'fee', '50')],
        refunds: [
          exampleRefund(50, '40'),
          // 110 − 100 = 10, of which the rest of the order, 150 − 30 − 100 and 50 − 10, gets 20 : 40.
          exampleRefund(51, '103', [refundLine(1, 0, '100')]),
        ],
      }),
    right: [
      { code: 'refund_amount_only', figures: { refund: 50, of: money('40'), part: money('30') } },
      {
        code: 'refund_rest',
        figures: { refund: 51, of: money('103'), named: money('100'), rest: money('3'), part: money('1') },
      },
    ],
  },
  {
    what: 'the line of a refund is gone',
    reasons: () => {
      const sold = { productId: 100, variationId: 0 };
      return [
        ...explainOrder({
          orderTotal: money('200'),
          lines: [exampleLine(1, 2, '200')],
          tickets: [exampleTicket(5), exampleTicket(6)],
          refunds: [exampleRefund(50, '100', [refundLine(99, 1, '100', sold)])],
        }),
        ...explainOrder({
          tickets: [exampleTicket(5)],
          refunds: [exampleRefund(51, '100', [refundLine(99, 1, '100', sold)])],
        }),
      ];
    },
    right: [
      {
        code: 'refund_replaced_line',
        figures: { refund: 50, of: money('100'), line: 1, product: 100, units: 1, amount: money('100') },
      },
      {
        code: 'tickets_refunded',
        figures: {
          line: 1,
          refunded: 1,
          tickets: 2,
          refunds: [{ refund: 50, of: money('100'), amount: money('100'), units: 1, named: false }],
          policy: 'newest_not_checked_in',
        },
      },
      {
        code: 'refund_gone_line',
        figures: { refund: 51, of: money('100'), product: 100, units: 1, amount: money('100') },
      },
    ],
  },
  {
    what: 'a refund gives back more than its lines, of which one is gone',
    reasons: () =>
      explainOrder({
        orderTotal: money('100'),
        lines: [exampleLine(1, 1, '100', { productId: 200 })],
        tickets: [exampleTicket(5)],
        refunds: [exampleRefund(50, '30', [refundLine(99, 1, '40', { productId: 100, variationId: 0 })])],
      }),
    // The lines exceed the refund by 10, which the gone line alone bears.
    right: [
      {
        code: 'refund_gone_line',
        figures: { refund: 50, of: money('30'), product: 100, units: 1, amount: money('40') },
      },
      {
        code: 'refund_rest',
        figures: { refund: 50, of: money('30'), named: money('40'), rest: money('-10'), part: money('-10') },
      },
      { code: 'refund_event', figures: { refund: 50, of: money('30'), amount: money('30') } },
    ],
  },
  {
    what: 'a refund of two lines takes a ticket of one',
    reasons: () =>
      explainOrder({
        orderTotal: money('140'),
        lines: [exampleLine(1, 1, '100'), exampleLine(2, 1, '40', { productId: 200 })],
        tickets: [exampleTicket(5)],
        refunds: [exampleRefund(50, '140', [refundLine(1, 1, '100'), refundLine(2, 1, '40')])],
      }),
    right: [
      {
        code: 'tickets_refunded',
        figures: {
          line: 1,
          refunded: 1,
          tickets: 1,
          refunds: [{ refund: 50, of: money('140'), amount: money('100'), units: 1, named: true }],
          policy: 'newest_not_checked_in',
        },
      },
    ],
  },
  {
    what: 'the lines are rounded together to meet the total',
    currency: 'EUR',
    reasons: () =>
      explainOrder({
        ...EUR,
        orderTotal: money('30.01'),
        lines: [1, 2, 3].map((itemId) => exampleLine(itemId, 1, '8.403361', { tax: money('1.600639') })),
      }),
    right: [
      {
        code: 'money_meets_total',
        figures: { charged: money('30.01'), sum: money('30.012'), rounding: money('-0.002') },
      },
      { code: 'money_line_rounded', figures: { line: 1, exact: money('10.004'), amount: money('10.01') } },
    ],
  },
  {
    what: 'the total has another cause than the lines',
    reasons: () => explainOrder({ lines: [exampleLine(1, 1, '100')], orderTotal: money('70') }),
    right: [
      {
        code: 'money_off_total',
        figures: { charged: money('70'), sum: money('100'), difference: money('-30') },
      },
    ],
  },
];
