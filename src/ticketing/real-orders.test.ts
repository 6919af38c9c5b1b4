import { describe, expect, test } from 'vitest';
import { formatMinor, parseMoney } from '../kernel/money/money.ts';
import {
  deriveExample as derive,
  exampleFee,
  exampleLine,
  exampleRefund,
  exampleTicket,
  RULES,
  refundLine,
  ticketSummaries,
} from './examples/example-order.ts';
import type { OrderShare } from './model/event-order.ts';

/** The share in CLP; 0 wherever nothing is expected. */
function clp(expected: Partial<Record<keyof OrderShare, number>>): OrderShare {
  const of = (field: keyof OrderShare) => parseMoney(String(expected[field] ?? 0));
  return {
    subtotal: of('subtotal'),
    discount: of('discount'),
    tax: of('tax'),
    total: of('total'),
    refundedByLines: of('refundedByLines'),
    refundedApportioned: of('refundedApportioned'),
    refunded: of('refunded'),
    net: of('net'),
    serviceFee: of('serviceFee'),
    organizerAmount: of('organizerAmount'),
    rounding: of('rounding'),
    orderTotal: of('orderTotal'),
    orderRefunded: of('orderRefunded'),
  };
}

const discounted = (itemId: number, quantity: number, subtotal: string, total: string, changes = {}) =>
  exampleLine(itemId, quantity, total, { subtotal: parseMoney(subtotal), ...changes });

const tickets = (...ids: readonly number[]) => ids.map((id) => exampleTicket(id));

/** Orders as a real WooCommerce wrote them; the expected values were calculated by hand. */
describe('orders of a real store', () => {
  test('two refunds by quantity: 5 and 3 of 25', () => {
    const order = derive({
      orderTotal: parseMoney('625000'),
      lines: [exampleLine(29, 25, '625000')],
      refunds: [
        exampleRefund(174882, '75000', [refundLine(29, 3, '75000')]),
        exampleRefund(174881, '125000', [refundLine(29, 5, '125000')]),
      ],
      tickets: tickets(...Array.from({ length: 25 }, (_, index) => 174132 + index)),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 625000,
        total: 625000,
        refundedByLines: 200000,
        refunded: 200000,
        net: 425000,
        serviceFee: 42500,
        organizerAmount: 382500,
        orderTotal: 625000,
        orderRefunded: 200000,
      }),
    );
    expect(order.items).toMatchObject([{ quantity: 25, refundedQuantity: 8, unticketedQuantity: 0 }]);
    expect(order.refunds.map((refund) => [refund.wooRefundId, formatMinor(refund.amount, 0)])).toEqual([
      [174881, '125000'],
      [174882, '75000'],
    ]);
    expect(ticketSummaries(order)).toEqual([
      ...Array(17).fill('25000/2500/22500 active'),
      ...Array(8).fill('25000/0/0 refunded'),
    ]);
  });

  test('a refund of an amount alone', () => {
    const order = derive({
      orderTotal: parseMoney('450000'),
      lines: [exampleLine(28, 1, '450000')],
      refunds: [exampleRefund(174883, '100000')],
      tickets: tickets(174130),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 450000,
        total: 450000,
        refundedApportioned: 100000,
        refunded: 100000,
        net: 350000,
        serviceFee: 35000,
        organizerAmount: 315000,
        orderTotal: 450000,
        orderRefunded: 100000,
      }),
    );
    expect(order.items).toMatchObject([{ refundedQuantity: 0, refunded: 0n }]);
    expect(ticketSummaries(order)).toEqual(['450000/35000/315000 active']);
  });

  test('an amount refunded of a line, without a unit, in an order of three events', () => {
    const order = derive({
      orderTotal: parseMoney('59000'),
      lines: [
        discounted(42, 1, '25000', '23750'),
        discounted(43, 1, '15000', '13750', { productId: 200 }),
        discounted(44, 2, '24000', '21500', { productId: 300 }),
      ],
      refunds: [exampleRefund(174887, '3333', [refundLine(42, 0, '3333')])],
      tickets: tickets(174185),
    });
    // 10 % of 20417 is 2041.7.
    expect(order.share).toEqual(
      clp({
        subtotal: 25000,
        discount: 1250,
        total: 23750,
        refundedByLines: 3333,
        refunded: 3333,
        net: 20417,
        serviceFee: 2042,
        organizerAmount: 18375,
        orderTotal: 59000,
        orderRefunded: 3333,
      }),
    );
    expect(ticketSummaries(order)).toEqual(['23750/2042/18375 active']);
  });

  test('the fee alone refunded: nothing of this event', () => {
    const order = derive({
      orderTotal: parseMoney('27500'),
      lines: [exampleLine(50, 1, '25000'), exampleFee(51, 'fee', '2500')],
      refunds: [exampleRefund(174884, '2500', [refundLine(51, 1, '2500')])],
      tickets: tickets(174194),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 25000,
        total: 25000,
        net: 25000,
        serviceFee: 2500,
        organizerAmount: 22500,
        orderTotal: 27500,
        orderRefunded: 2500,
      }),
    );
    expect(order.refunds).toMatchObject([{ amount: 0n, orderAmount: parseMoney('2500'), lines: [] }]);
    expect(ticketSummaries(order)).toEqual(['25000/2500/22500 active']);
  });

  test('the shipping of a shirt refunded, beside a ticket with a coupon and a fee', () => {
    const order = derive({
      orderTotal: parseMoney('67463'),
      lines: [
        discounted(55, 3, '44970', '40473', { productId: 174060 }),
        discounted(56, 1, '25000', '22500'),
        exampleFee(57, 'fee', '500'),
        exampleFee(58, 'shipping', '3990'),
      ],
      refunds: [exampleRefund(174885, '3990', [refundLine(58, 1, '3990')])],
      tickets: tickets(174199),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 25000,
        discount: 2500,
        total: 22500,
        net: 22500,
        serviceFee: 2250,
        organizerAmount: 20250,
        orderTotal: 67463,
        orderRefunded: 3990,
      }),
    );
  });

  test('one of three refunded, bought with a coupon', () => {
    const order = derive({
      orderTotal: parseMoney('48600'),
      lines: [discounted(36, 3, '54000', '48600')],
      refunds: [exampleRefund(174886, '16200', [refundLine(36, 1, '16200')])],
      tickets: tickets(174173, 174174, 174175),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 54000,
        discount: 5400,
        total: 48600,
        refundedByLines: 16200,
        refunded: 16200,
        net: 32400,
        serviceFee: 3240,
        organizerAmount: 29160,
        orderTotal: 48600,
        orderRefunded: 16200,
      }),
    );
    expect(ticketSummaries(order)).toEqual([
      '16200/1620/14580 active',
      '16200/1620/14580 active',
      '16200/0/0 refunded',
    ]);
  });

  test('status refunded, whose automatic refund has no lines', () => {
    const order = derive({
      sourceStatus: 'refunded',
      orderTotal: parseMoney('18000'),
      lines: [exampleLine(99, 1, '18000')],
      refunds: [exampleRefund(174888, '18000')],
      tickets: tickets(174277),
    });
    expect(order.share).toEqual(
      clp({
        subtotal: 18000,
        total: 18000,
        refundedApportioned: 18000,
        refunded: 18000,
        orderTotal: 18000,
        orderRefunded: 18000,
      }),
    );
    expect(ticketSummaries(order)).toEqual(['18000/0/0 refunded']);
  });

  test.each([
    [100, 128, 25000],
    [200, 129, 28000],
  ])('all lines refunded but not the shipping, as event %i sees it', (productId, itemId, price) => {
    const lines = [
      exampleLine(128, 1, '25000'),
      exampleLine(129, 1, '28000', { productId: 200 }),
      exampleLine(130, 1, '14990', { productId: 174060 }),
      exampleFee(131, 'shipping', '3990'),
    ];
    const order = derive(
      {
        orderTotal: parseMoney('71980'),
        lines,
        refunds: [
          exampleRefund(174890, '67990', [
            refundLine(128, 1, '25000'),
            refundLine(129, 1, '28000'),
            refundLine(130, 1, '14990'),
          ]),
        ],
        tickets: [exampleTicket(174319, { productId })],
      },
      { ...RULES, productId },
    );
    expect(order.share).toEqual(
      clp({
        subtotal: price,
        total: price,
        refundedByLines: price,
        refunded: price,
        orderTotal: 71980,
        orderRefunded: 67990,
      }),
    );
    expect(order.refunds[0]?.lines.map((line) => line.refundedItemId)).toEqual([itemId]);
    expect(ticketSummaries(order)).toEqual([`${price}/0/0 refunded`]);
  });
});
