import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minorUnit, sum, ZERO } from '../kernel/money/money.ts';
import { PLUGIN_TICKETS } from '../vocabulary/ticketing.ts';
import { deriveEventOrder } from './derive-event-order.ts';
import {
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleTicket,
  existingAfter,
  RULES,
} from './examples/example-order.ts';
import { anyOrder, anyRules, PRODUCTS } from './examples/random-order.ts';
import type { EventOrder, EventRules } from './model/event-order.ts';
import type { StoreOrder } from './model/store-order.ts';
import { paidParts } from './money/paid-parts.ts';
import { placeRefunds } from './money/refund-pieces.ts';
import { refundedOf, shareRefunds } from './money/refund-shares.ts';

const RUNS = { numRuns: 400 };

function always(check: (order: StoreOrder, rules: EventRules, derived: EventOrder) => void): void {
  fc.assert(
    fc.property(anyOrder, anyRules, (order, rules) => {
      const derived = deriveEventOrder(order, rules, []);
      if (derived !== null) check(order, rules, derived);
    }),
    RUNS,
  );
}

/** The same order with a post added for every unit that has none, so that every unit has a ticket. */
function fullyTicketed(order: StoreOrder): StoreOrder {
  const lines = order.lines.map((line) => ({ ...line, quantity: Math.max(1, line.quantity) }));
  const units = lines.flatMap((line) =>
    line.kind === 'line_item' ? Array<typeof line>(line.quantity).fill(line) : [],
  );
  const tickets = units.map(({ productId, variationId }, index) =>
    exampleTicket(600 + index, { productId, variationId }),
  );
  return { ...order, lines, tickets, checkoutTickets: [] };
}

test('an event of several products has the lines, the money and the tickets of each', () => {
  const [first, further] = PRODUCTS;
  fc.assert(
    fc.property(anyOrder, anyRules, fc.constantFrom(PLUGIN_TICKETS, 'line_items'), (order, any, source) => {
      const rules = { ...any, variationId: null };
      // Attendees of a product that left the order do not keep it in the event of that product either.
      const sold = new Set<number>(order.lines.map(({ productId }) => productId));
      fc.pre(order.checkoutTickets.every(({ productId }) => sold.has(productId)));
      const alone = [
        { ...rules, productId: first },
        { ...rules, productId: further, ticketSource: source },
      ].flatMap((one) => deriveEventOrder(order, one, []) ?? []);
      const sources = { [further]: source };
      const both = { ...rules, productId: first, otherProductIds: [further], otherTicketSources: sources };
      const derived = deriveEventOrder(order, both, []);
      expect(derived === null).toBe(alone.length === 0);
      if (derived === null) return;
      expect(derived.items.map(({ wooItemId }) => wooItemId)).toEqual(
        alone.flatMap(({ items }) => items.map(({ wooItemId }) => wooItemId)).toSorted((a, b) => a - b),
      );
      // Each event is rounded once, so that what lines come to exactly is compared.
      const exact = ({ share }: EventOrder) => share.total - share.rounding;
      expect(exact(derived)).toBe(sum(alone.map(exact)));
      expect(derived.share.refundedByLines).toBe(sum(alone.map(({ share }) => share.refundedByLines)));
      const shown = (tickets: EventOrder['tickets']): readonly string[] =>
        tickets
          .map(({ productId, variationId, wooTicketId, pendingKey }) =>
            [productId, variationId, wooTicketId, pendingKey].join(' '),
          )
          .toSorted();
      expect(shown(derived.tickets)).toEqual(shown(alone.flatMap(({ tickets }) => tickets)));
    }),
    RUNS,
  );
});

test('attendees of a product that left the order are not owed tickets by what else the event sells', () => {
  const [first, further] = PRODUCTS;
  const order = exampleOrder({
    ticketsGenerated: false,
    lines: [exampleLine(1, 1, '1000')],
    checkoutTickets: [exampleEntry('1.1'), { ...exampleEntry('2.1'), productId: further }],
  });
  const derived = deriveEventOrder(order, { ...RULES, productId: first, otherProductIds: [further] }, []);
  expect(derived?.tickets.map(({ pendingKey }) => pendingKey)).toEqual(['1.1']);
});

describe('the money of any order', () => {
  test('every refund is shared out to the last decimal among events, fees and shipping', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const all = sum(order.refunds.map((refund) => refund.amount));
        const shares = PRODUCTS.flatMap((productId) => {
          const rules = { ...RULES, productId };
          const derived = deriveEventOrder(order, rules, []);
          return derived === null ? [] : [{ derived, rules }];
        });
        const others = order.lines.filter((line) => line.kind !== 'line_item');
        const refundShares = shareRefunds(order, paidParts(order), placeRefunds(order));
        const ofOthers = others.map((line) => refundedOf(line.itemId, refundShares));
        const members = new Set<number>(shares.map(({ rules }) => rules.productId));
        const ofStrangers = refundShares.flatMap(({ ofGone }) =>
          ofGone.filter(({ productId }) => !members.has(productId)).map(({ amount }) => amount),
        );
        const ofEvents = shares.map(
          ({ derived: { share } }) => share.refundedByLines + share.refundedApportioned,
        );
        expect(
          sum([...ofEvents, ...ofStrangers]) + sum(ofOthers.map((of) => of.byLines + of.apportioned)),
        ).toBe(all);
        for (const {
          derived: { share, refunds },
        } of shares) {
          expect(sum(refunds.map((refund) => refund.amount))).toBe(
            share.refundedByLines + share.refundedApportioned,
          );
          expect(share.orderRefunded).toBe(all);
        }
      }),
      RUNS,
    );
  });

  test('totals are whole minor units and say how far they were rounded', () => {
    always(({ minorDigits }, _, { share, items }) => {
      const unit = minorUnit(minorDigits);
      const exact = sum(items.map((item) => item.total + item.tax));
      expect(share.total - exact).toBe(share.rounding);
      expect(share.subtotal - share.discount + share.tax + share.rounding).toBe(share.total);
      expect(share.net).toBe(share.total - share.refunded);
      for (const amount of [
        share.total,
        share.refunded,
        share.net,
        share.serviceFee,
        share.organizerAmount,
      ]) {
        expect(amount % unit).toBe(ZERO);
      }
      const off = share.refunded - share.refundedByLines - share.refundedApportioned;
      expect((off < ZERO ? -off : off) * 2n).toBeLessThanOrEqual(unit);
    });
  });

  test('prices and units without a ticket add up to the total', () => {
    always((_, __, { share, items, tickets }) => {
      const unticketed = sum(items.map((item) => item.unticketedAmount));
      expect(sum(tickets.map((ticket) => ticket.price)) + unticketed).toBe(share.total);
    });
  });

  test('every item’s units are its tickets and those without one', () => {
    always((_, __, { items, tickets }) => {
      for (const item of items) {
        const own = tickets.filter((ticket) => ticket.wooItemId === item.wooItemId && !ticket.trashed);
        expect(own.length + item.unticketedQuantity).toBe(item.quantity);
        expect(own.every((ticket) => ticket.variationId === item.variationId)).toBe(true);
      }
    });
  });

  test('fees and organizer amounts of the tickets make the order’s, where every unit has one', () => {
    fc.assert(
      fc.property(anyOrder, anyRules, (order, anyRule) => {
        const rules = { ...anyRule, ticketSource: PLUGIN_TICKETS } as const;
        const derived = deriveEventOrder(fullyTicketed(order), rules, []);
        if (derived === null) return;
        expect(sum(derived.tickets.map((ticket) => ticket.serviceFee))).toBe(derived.share.serviceFee);
        expect(sum(derived.tickets.map((ticket) => ticket.organizerAmount))).toBe(
          derived.share.organizerAmount,
        );
      }),
      RUNS,
    );
  });

  test('a ticket has money for its own unit only, and owes none until it is paid', () => {
    always((_, __, { status, tickets }) => {
      for (const ticket of tickets) {
        const { price, serviceFee, organizerAmount } = ticket;
        if (ticket.wooItemId === null || ticket.trashed)
          expect([price, serviceFee, organizerAmount]).toEqual([0n, 0n, 0n]);
        if (status !== 'paid' && status !== 'refunded')
          expect([serviceFee, organizerAmount]).toEqual([0n, 0n]);
        expect(serviceFee).toBeGreaterThanOrEqual(ZERO);
      }
    });
  });
});

describe('deriving any order', () => {
  test('does not depend on the order of the store’s rows', () => {
    fc.assert(
      fc.property(anyOrder, anyRules, fc.infiniteStream(fc.nat()), (order, rules, turns) => {
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((item) => ({ item, turn: Number(turns.next().value) }))
            .toSorted((a, b) => a.turn - b.turn)
            .map(({ item }) => item);
        const other = {
          ...order,
          lines: shuffled(order.lines),
          refunds: shuffled(order.refunds),
          tickets: shuffled(order.tickets),
          checkoutTickets: shuffled(order.checkoutTickets),
        };
        expect(deriveEventOrder(other, rules, [])).toEqual(deriveEventOrder(order, rules, []));
      }),
      RUNS,
    );
  });

  test('again, with the rows that it made, changes nothing and makes no row', () => {
    always((order, rules, first) => {
      const rows = existingAfter(first);
      const second = deriveEventOrder(order, rules, rows);
      expect(second?.tickets.map((ticket) => ticket.existingId)).toEqual(rows.map((row) => row.id));
      expect(second).toEqual({
        ...first,
        tickets: first.tickets.map((ticket, index) => ({ ...ticket, existingId: rows[index]?.id })),
      });
    });
  });

  test('never gives one row, one post or one key to two tickets', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, anyRules, (before, after, rules) => {
        const first = deriveEventOrder(before, rules, []);
        const second = deriveEventOrder(after, rules, first === null ? [] : existingAfter(first));
        for (const field of ['existingId', 'wooTicketId', 'pendingKey'] as const) {
          const values = (second?.tickets ?? [])
            .map((ticket) => ticket[field])
            .filter((value) => value !== null);
          expect(new Set(values).size).toBe(values.length);
        }
      }),
      RUNS,
    );
  });

  test('never moves a key to a row while another row holds it', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, anyRules, (before, after, rules) => {
        const first = deriveEventOrder(before, rules, []);
        if (first === null) return;
        const rows = existingAfter(first);
        const holder = new Map(
          rows.flatMap((row) => (row.pendingKey === null ? [] : [[row.pendingKey, row.id]])),
        );
        for (const { existingId, pendingKey } of deriveEventOrder(after, rules, rows)?.tickets ?? []) {
          if (pendingKey !== null && holder.has(pendingKey)) expect(existingId).toBe(holder.get(pendingKey));
        }
      }),
      RUNS,
    );
  });
});
