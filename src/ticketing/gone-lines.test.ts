import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMinor, parseMoney, sum } from '../kernel/money/money.ts';
import { deriveEventOrder } from './derive-event-order.ts';
import {
  deriveExample as derive,
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  existingAfter,
  RULES,
  refundLine,
} from './examples/example-order.ts';
import type { EventOrder } from './model/event-order.ts';

const SOLD = { productId: 100, variationId: 0 };
const VIP = { productId: 100, variationId: 12 };

const tickets = (...ids: readonly number[]) => ids.map((id) => exampleTicket(id));
const split = [11, 12, 13].map((itemId) => exampleLine(itemId, 1, '30000'));
const oneOfThree = exampleRefund(50, '30000', [refundLine(9, 1, '30000', SOLD)]);
const inside = { days: [{ day: 1, checkedIn: true }] };

function refundedIds(order: EventOrder): readonly (number | null)[] {
  return order.tickets.filter(({ status }) => status === 'refunded').map(({ wooTicketId }) => wooTicketId);
}

/** `item:tickets:refunded units` of each item. */
function itemsOf(order: EventOrder): readonly string[] {
  return order.items.map(({ wooItemId, refundedQuantity }) => {
    const own = order.tickets.filter((ticket) => ticket.wooItemId === wooItemId);
    return `${wooItemId}:${own.map(({ wooTicketId }) => wooTicketId).join(',')}:${refundedQuantity}`;
  });
}

describe('an order whose line of three became three lines after one was refunded', () => {
  const order = { lines: split, refunds: [oneOfThree], orderTotal: parseMoney('90000') };

  test('has one refunded ticket, and its money is that ticket’s', () => {
    const derived = derive({ ...order, tickets: tickets(1, 2, 3) });
    expect(refundedIds(derived)).toEqual([3]);
    expect(itemsOf(derived)).toEqual(['11:3:1', '12:1:0', '13:2:0']);
    expect(derived.share).toMatchObject({
      refundedByLines: parseMoney('30000'),
      refundedApportioned: 0n,
      net: parseMoney('60000'),
    });
    const owed = derived.tickets.map(({ organizerAmount }) => formatMinor(organizerAmount, 0));
    expect(owed).toEqual(['27000', '27000', '0']);
    expect(derived.refunds[0]?.lines).toMatchObject([{ refundedItemId: 11, quantity: 1 }]);
  });

  test('spares the holder who is inside, and stays with the same ticket', () => {
    const first = derive({ ...order, tickets: [...tickets(1, 2), exampleTicket(3, inside)] });
    expect(refundedIds(first)).toEqual([2]);
    const all = [exampleTicket(1), exampleTicket(2, inside), exampleTicket(3)];
    const later = deriveEventOrder(exampleOrder({ ...order, tickets: all }), RULES, existingAfter(first));
    expect(later === null ? [] : refundedIds(later)).toEqual([2]);
  });

  test('takes the tickets of a line that a later refund names, and other tickets for the line that is gone', () => {
    const later = exampleRefund(51, '30000', [refundLine(11, 1, '30000', SOLD)]);
    const derived = derive({ ...order, refunds: [oneOfThree, later], tickets: tickets(1, 2, 3) });
    expect(refundedIds(derived)).toEqual([1, 3]);
    expect(itemsOf(derived)).toEqual(['11:1:1', '12:3:1', '13:2:0']);
  });

  test('falls on a ticket in the trash before it falls on a valid one', () => {
    const trashed = exampleTicket(1, { sourcePostStatus: 'trash' });
    expect(refundedIds(derive({ ...order, tickets: [trashed, ...tickets(2, 3)] }))).toEqual([1]);
  });
});

describe('an order whose refunded line was deleted', () => {
  const refund = exampleRefund(50, '60000', [refundLine(9, 2, '60000', SOLD)]);
  const vip = exampleLine(20, 1, '80000', { variationId: 12 });

  test('has as many refunded tickets, although their line is gone', () => {
    const order = derive({
      lines: [vip],
      refunds: [refund],
      orderTotal: parseMoney('80000'),
      tickets: [...tickets(1, 2, 3), exampleTicket(4, VIP)],
    });
    expect(refundedIds(order)).toEqual([2, 3]);
    // The event gave 60,000 back, and has a line of 80,000 now.
    expect(order.share).toMatchObject({
      refundedByLines: 0n,
      refundedApportioned: parseMoney('60000'),
      net: parseMoney('20000'),
    });
    expect(order.refunds).toMatchObject([{ amount: parseMoney('60000'), lines: [] }]);
    expect(sum(order.tickets.map(({ organizerAmount }) => organizerAmount))).toBe(
      order.share.organizerAmount,
    );
  });

  test('takes nothing from another event of the order', () => {
    const lines = [exampleLine(21, 1, '50000', { productId: 200 })];
    const order = exampleOrder({ lines, refunds: [refund], orderTotal: parseMoney('50000') });
    const all = [...tickets(1, 2), exampleTicket(5, { productId: 200 })];
    const shareOf = (productId: number) =>
      deriveEventOrder({ ...order, tickets: all }, { ...RULES, productId }, [])?.share;
    expect(shareOf(200)).toMatchObject({ refunded: 0n, net: parseMoney('50000') });
    expect(shareOf(100)).toMatchObject({ total: 0n, refunded: parseMoney('60000') });
  });
});

test('a line split into lines of one refunds as many tickets, and as much money, as the whole line did', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      (bought, givenBack, letIn) => {
        const posts = Array.from({ length: bought }, (_, at) =>
          exampleTicket(at + 1, letIn[at] === true ? inside : {}),
        );
        const refunded = Math.min(bought, givenBack);
        const money = String(30000 * refunded);
        const base = {
          orderTotal: parseMoney(String(30000 * bought)),
          refunds: refunded === 0 ? [] : [exampleRefund(50, money, [refundLine(9, refunded, money, SOLD)])],
          tickets: posts,
        };
        const whole = derive({ ...base, lines: [exampleLine(9, bought, String(30000 * bought))] });
        const parted = derive({ ...base, lines: posts.map((_, at) => exampleLine(11 + at, 1, '30000')) });
        expect(refundedIds(parted)).toEqual(refundedIds(whole));
        expect(parted.share).toEqual(whole.share);
        const owed = (order: EventOrder) => order.tickets.map(({ organizerAmount }) => organizerAmount);
        expect(owed(parted)).toEqual(owed(whole));
      },
    ),
  );
});
