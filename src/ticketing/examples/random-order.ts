import fc from 'fast-check';
import { minorUnit, roundToMinor, sum, ZERO } from '../../kernel/money/money.ts';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import type { EventRules } from '../model/event-order.ts';
import type { StoreLine, StoreOrder, StoreRefund, StoreTicket } from '../model/store-order.ts';
import { attendeeNamed, exampleEntry, exampleOrder, exampleTicket, RULES } from './example-order.ts';

/** Products whose events the random orders mix; fees and shipping have 0. */
export const PRODUCTS = [100, 200, 300] as const;

const variation = fc.constantFrom(0, 11);
const name = fc.constantFrom(null, 'Ana', 'Bea', "O'Higgins", 'O&#039;Higgins');
const status = fc.constantFrom(
  'completed',
  'processing',
  'pending',
  'cancelled',
  'refunded',
  'validado',
  'trash',
);

/** Mostly whole minor units, sometimes with all the decimals that a store keeps. */
function amountOf(minorDigits: number, min: number) {
  const whole = fc.integer({ min, max: 100_000 }).map((units) => BigInt(units) * minorUnit(minorDigits));
  return fc.oneof(
    { weight: 3, arbitrary: whole },
    {
      weight: 1,
      arbitrary: fc.tuple(whole, fc.bigInt({ min: 0n, max: 99_999_999n })).map(([a, b]) => a + b),
    },
  );
}

function linesOf(minorDigits: number): fc.Arbitrary<readonly StoreLine[]> {
  const line = fc.record({
    kind: fc.constantFrom('line_item' as const, 'line_item' as const, 'fee' as const, 'shipping' as const),
    productId: fc.constantFrom(...PRODUCTS),
    variationId: variation,
    quantity: fc.integer({ min: 0, max: 4 }),
    total: fc.oneof(amountOf(minorDigits, 0), fc.constant(ZERO)),
    discount: amountOf(minorDigits, 0),
    tax: fc.oneof(amountOf(minorDigits, 0), fc.constant(ZERO)),
    negative: fc.boolean(),
  });
  return fc.array(line, { minLength: 1, maxLength: 7 }).map((lines) =>
    lines.map(({ kind, negative, discount, ...of }, index) => ({
      ...of,
      kind,
      itemId: index + 1,
      name: `line ${index + 1}`,
      productId: kind === 'line_item' ? of.productId : 0,
      subtotal: of.total + discount,
      total: kind === 'fee' && negative ? -of.total : of.total,
      attributes: {},
    })),
  );
}

/** Refunds with and without lines, of more and of less than their lines, of items that are gone. */
function refundsOf(minorDigits: number): fc.Arbitrary<readonly StoreRefund[]> {
  const line = fc.record({
    itemId: fc.integer({ min: 1000, max: 9999 }),
    refundedItemId: fc.integer({ min: 0, max: 8 }),
    productId: fc.constantFrom(0, ...PRODUCTS),
    variationId: variation,
    quantity: fc.integer({ min: 0, max: 3 }),
    amount: amountOf(minorDigits, 0),
    tax: fc.oneof(amountOf(minorDigits, 0), fc.constant(ZERO)),
  });
  const refund = fc.record({
    refundId: fc.integer({ min: 1, max: 99 }),
    amount: amountOf(minorDigits, 0),
    reason: fc.constant(null),
    refundedAtUtc: fc.constant(null),
    lines: fc.uniqueArray(line, { maxLength: 3, selector: (of) => of.itemId }),
  });
  return fc.uniqueArray(refund, { maxLength: 4, selector: (of) => of.refundId });
}

const ticket: fc.Arbitrary<StoreTicket> = fc
  .record({
    wooTicketId: fc.integer({ min: 500, max: 599 }),
    productId: fc.constantFrom(100, 100, 100, 200),
    variationId: variation,
    sourcePostStatus: fc.constantFrom('publish', 'publish', 'publish', 'trash', 'draft'),
    sourceStatus: fc.constantFrom('Not Checked In', 'Checked In', 'Canceled', 'Unpaid', null),
    createType: fc.constantFrom(null, null, null, 'CSV'),
    name,
    checkedIn: fc.boolean(),
  })
  .map(({ wooTicketId, name, checkedIn, ...of }) =>
    exampleTicket(wooTicketId, { ...of, attendee: attendeeNamed(name), days: [{ day: 1, checkedIn }] }),
  );

const entries = fc
  .array(fc.tuple(name, fc.constantFrom(100, 100, 200), variation), { maxLength: 8 })
  .map((people) =>
    people.map(([of, productId, variationId], index) => ({
      ...exampleEntry(`1.${index + 1}`, of),
      productId,
      variationId,
    })),
  );

/** Any order of a store, in all values that the rules depend on. */
export const anyOrder: fc.Arbitrary<StoreOrder> = fc.constantFrom(0, 2, 3, 4).chain((minorDigits) =>
  fc
    .record({
      sourceStatus: status,
      lines: linesOf(minorDigits),
      refunds: refundsOf(minorDigits),
      tickets: fc.uniqueArray(ticket, { maxLength: 8, selector: (of) => of.wooTicketId }),
      checkoutTickets: entries,
      ticketsGenerated: fc.boolean(),
      paid: fc.boolean(),
      offUnits: fc.constantFrom(0, 0, 0, 1, -1, 2, -3, 50),
    })
    .map(({ paid, offUnits, ...of }) => {
      const exact = sum(of.lines.map((line) => line.total + line.tax));
      const orderTotal = roundToMinor(exact, minorDigits) + BigInt(offUnits) * minorUnit(minorDigits);
      return exampleOrder({ ...of, minorDigits, orderTotal, saysPaid: paid });
    }),
);

export const anyRules: fc.Arbitrary<EventRules> = fc
  .record({
    variationId: fc.constantFrom(null, null, 11),
    ticketSource: fc.constantFrom(PLUGIN_TICKETS, PLUGIN_TICKETS, 'line_items' as const),
    serviceFeePercentage: fc.bigInt({ min: 0n, max: 100_00000000n }),
    refundPolicy: fc.constantFrom('newest_not_checked_in' as const, 'oldest_not_checked_in' as const),
  })
  .map((of) => ({ ...RULES, ...of }));
