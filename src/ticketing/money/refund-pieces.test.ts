import { describe, expect, test } from 'vitest';
import { formatMinor } from '../../kernel/money/money.ts';
import { exampleFee, exampleLine, exampleRefund, refundLine } from '../examples/example-order.ts';
import type { StoreLine, StoreRefund } from '../model/store-order.ts';
import { placeRefunds } from './refund-pieces.ts';

const SOLD = { productId: 100, variationId: 0 };
const GENERAL = { productId: 100, variationId: 11 };

/** `item:quantity:amount` of each piece; `?` if it belongs to no line of the order. */
function pieces(lines: readonly StoreLine[], ...refunds: readonly StoreRefund[]) {
  return placeRefunds({ lines, refunds, minorDigits: 2 }).map(
    ({ itemId, quantity, amount }) => `${itemId ?? '?'}:${quantity}:${formatMinor(amount, 2)}`,
  );
}

/** The three lines into which the thank-you page split one line of three units. */
const split = [12, 11, 13].map((itemId) => exampleLine(itemId, 1, '30.00'));

describe('a line of a refund', () => {
  test('is of the line that it names', () => {
    const refund = exampleRefund(50, '30.00', [refundLine(12, 1, '30.00', { productId: 7, variationId: 0 })]);
    expect(pieces(split, refund)).toEqual(['12:1:30.00']);
  });

  test('whose line is gone is of as many units of its product and variation, by item id', () => {
    const refund = exampleRefund(50, '60.01', [refundLine(9, 2, '60.01', SOLD)]);
    expect(pieces([...split, exampleLine(10, 3, '1', GENERAL)], refund)).toEqual([
      '11:1:30.01',
      '12:1:30.00',
    ]);
  });

  test('that names no line at all does the same', () => {
    const refund = exampleRefund(50, '30.00', [refundLine(0, 1, '30.00', SOLD)]);
    expect(pieces(split, refund)).toEqual(['11:1:30.00']);
  });

  test('takes units that no other refund took, before or after it', () => {
    const gone = exampleRefund(50, '60.00', [refundLine(9, 2, '60.00', SOLD)]);
    const later = exampleRefund(51, '30.00', [refundLine(11, 1, '30.00', SOLD)]);
    const third = exampleRefund(52, '30.00', [refundLine(8, 1, '30.00', SOLD)]);
    expect(pieces(split, third, later, gone)).toEqual([
      '12:1:30.00',
      '13:1:30.00',
      '11:1:30.00',
      // Three units were sold, and four are given back.
      '11:0:10.00',
      '12:0:10.00',
      '13:0:10.00',
      '?:1:0.00',
    ]);
  });

  test('of an amount without a unit is of all these lines, as they were paid', () => {
    const lines = [exampleLine(11, 1, '10.00'), exampleLine(12, 1, '30.00')];
    const refund = exampleRefund(50, '8.00', [refundLine(9, 0, '8.00', SOLD)]);
    expect(pieces(lines, refund)).toEqual(['11:0:2.00', '12:0:6.00']);
  });

  test('of a product that the order has no line of is of none of its lines', () => {
    const refund = exampleRefund(50, '30.00', [refundLine(9, 1, '30.00', GENERAL)]);
    expect(pieces(split, refund)).toEqual(['?:1:30.00']);
  });

  test('that names neither line nor product is no piece', () => {
    const lines = [...split, exampleFee(14, 'fee', '5.00')];
    expect(pieces(lines, exampleRefund(50, '5.00', [refundLine(9, 0, '5.00')]))).toEqual([]);
  });
});
