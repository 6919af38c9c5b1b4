import { expect, test } from 'vitest';
import {
  exampleEntry,
  exampleFee,
  exampleLine,
  exampleOrder,
  exampleTicket,
  RULES,
} from './examples/example-order.ts';
import { belongsToEvent, eventLines } from './membership.ts';

const other = { productId: 200 };
const variation = { ...RULES, variationId: 11 };

test.each([
  ['a line of its product', exampleOrder({ lines: [exampleLine(1, 1, '10')] }), RULES, true],
  ['an issued ticket of it alone', exampleOrder({ tickets: [exampleTicket(5)] }), RULES, true],
  [
    'a ticket in the trash',
    exampleOrder({ tickets: [exampleTicket(5, { sourcePostStatus: 'trash' })] }),
    RULES,
    true,
  ],
  [
    'an attendee of a line that is gone',
    exampleOrder({ checkoutTickets: [exampleEntry('1.1')] }),
    RULES,
    false,
  ],
  ['a line of another product', exampleOrder({ lines: [exampleLine(1, 1, '10', other)] }), RULES, false],
  ['a fee', exampleOrder({ lines: [{ ...exampleFee(1, 'fee', '10'), productId: 100 }] }), RULES, false],
  [
    'a line of its variation',
    exampleOrder({ lines: [exampleLine(1, 1, '1', { variationId: 11 })] }),
    variation,
    true,
  ],
  [
    'another variation',
    exampleOrder({ lines: [exampleLine(1, 1, '1', { variationId: 12 })] }),
    variation,
    false,
  ],
  [
    'a ticket of its variation',
    exampleOrder({ tickets: [exampleTicket(5, { variationId: 11 })] }),
    variation,
    true,
  ],
  ['a ticket of no variation', exampleOrder({ tickets: [exampleTicket(5)] }), variation, false],
  ['a cart', exampleOrder({ sourceStatus: 'checkout-draft', lines: [exampleLine(1, 1, '1')] }), RULES, false],
  [
    'an unsaved draft',
    exampleOrder({ sourceStatus: 'auto-draft', lines: [exampleLine(1, 1, '1')] }),
    RULES,
    false,
  ],
])('an order with %s', (_, order, rules, expected) => {
  expect(belongsToEvent(order, rules)).toBe(expected);
});

test('an event has its own lines only, by item id', () => {
  const lines = [
    exampleLine(3, 1, '1'),
    exampleLine(2, 1, '1', other),
    exampleFee(4, 'fee', '1'),
    exampleLine(1, 1, '1'),
  ];
  expect(eventLines(lines, RULES).map((line) => line.itemId)).toEqual([1, 3]);
});
