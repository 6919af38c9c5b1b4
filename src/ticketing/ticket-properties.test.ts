import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZERO } from '../kernel/money/money.ts';
import { PLUGIN_TICKETS } from '../vocabulary/ticketing.ts';
import { deriveEventOrder } from './derive-event-order.ts';
import { deriveOrphan } from './derive-orphan.ts';
import {
  attendeeNamed,
  exampleEntry,
  exampleOrder,
  exampleTicket,
  existingAfter,
  RULES,
} from './examples/example-order.ts';
import { anyOrder, anyRules } from './examples/random-order.ts';
import type { EventOrder, EventRules, ExistingTicket } from './model/event-order.ts';
import type { StoreOrder } from './model/store-order.ts';
import { nameVariations } from './variations/unnamed-variations.ts';

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

describe('refunded tickets of any order', () => {
  test('are as many of each item as units were refunded', () => {
    always((_, __, { status, items, tickets }) => {
      if (status === 'refunded') {
        expect(tickets.every((ticket) => ticket.status === 'refunded')).toBe(true);
        return;
      }
      for (const item of items) {
        const own = tickets.filter((ticket) => ticket.wooItemId === item.wooItemId);
        const refunded = own.filter((ticket) => ticket.status === 'refunded');
        expect(refunded.length).toBe(Math.min(item.refundedQuantity, own.length));
      }
    });
  });

  test('stay refunded after later check-ins', () => {
    fc.assert(
      fc.property(
        anyOrder,
        anyRules,
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        (order, rules, letIn) => {
          const first = deriveEventOrder(order, rules, []);
          if (first === null) return;
          const rows: readonly ExistingTicket[] = existingAfter(first).map((row, index) => ({
            ...row,
            localDays: [{ day: 1, checkedIn: letIn[index] === true }],
          }));
          const later = deriveEventOrder(order, rules, rows);
          expect(later?.tickets.map((ticket) => ticket.status)).toEqual(
            first.tickets.map((ticket) => ticket.status),
          );
        },
      ),
      RUNS,
    );
  });
});

describe('pending tickets', () => {
  const people = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', 'ñ', '1') }),
    {
      minLength: 1,
      maxLength: 9,
    },
  );

  test('keep their rows when their posts appear, at once or one after the other, in any order', () => {
    fc.assert(
      fc.property(people, fc.nat(), fc.nat(), (names, rotation, firstCount) => {
        const checkoutTickets = names.map((name, index) => exampleEntry(`1.${index + 1}`, name));
        const order = exampleOrder({ ticketsGenerated: false, checkoutTickets });
        const line = {
          kind: 'line_item',
          name: '',
          attributes: {},
          subtotal: ZERO,
          total: ZERO,
          tax: ZERO,
        } as const;
        const lines = [{ ...line, itemId: 1, productId: 100, variationId: 0, quantity: names.length }];
        const pending = deriveEventOrder({ ...order, lines }, RULES, []);
        const rowOf = new Map(
          pending?.tickets.map((ticket, index) => [ticket.attendee.firstName, `new-${index}`]),
        );

        const turned = names.map((_, index) => names[(index + rotation) % names.length] ?? '');
        const posts = turned.map((name, index) =>
          exampleTicket(500 + index, { attendee: attendeeNamed(name) }),
        );
        const some = posts.slice(0, firstCount % (posts.length + 1));
        let kept = pending === null ? [] : existingAfter(pending);
        for (const state of [
          { ...order, lines, tickets: some },
          { ...order, lines, tickets: posts, ticketsGenerated: true },
        ]) {
          const derived = deriveEventOrder(state, RULES, kept);
          if (derived === null) throw new Error('the order belongs to the event');
          expect(derived.tickets).toHaveLength(names.length);
          for (const ticket of derived.tickets)
            expect(ticket.existingId).toBe(rowOf.get(ticket.attendee.firstName));
          kept = existingAfter(derived);
        }
      }),
    );
  });

  test('and posts together are never more than the attendees or the posts alone', () => {
    always((raw, rules, { status, tickets }) => {
      if (status !== 'paid' || raw.ticketsGenerated) return;
      const order = nameVariations(raw, 100);
      for (const variationId of [0, 11]) {
        const own = (ticket: { productId: number; variationId: number }) =>
          ticket.productId === 100 && ticket.variationId === variationId;
        if (rules.ticketSource !== PLUGIN_TICKETS || (rules.variationId ?? variationId) !== variationId)
          continue;
        const found = tickets.filter((ticket) => own(ticket) && ticket.createType === null);
        const made = order.tickets.filter((ticket) => own(ticket) && ticket.createType === null);
        expect(found.length).toBe(Math.max(made.length, order.checkoutTickets.filter(own).length));
      }
    });
  });
});

test('a ticket keeps its row when its order vanishes and comes back', () => {
  always((order, rules, first) => {
    const rows = existingAfter(first);
    for (const ticket of order.tickets) {
      const orphan = deriveOrphan(ticket, rules, rows);
      if (orphan === null) continue;
      expect(orphan.existingId).toBe(rows.find((row) => row.wooTicketId === ticket.wooTicketId)?.id);
      expect(orphan.status).toBe('orphaned');
    }
  });
});
