import { describe, expect, test } from 'vitest';
import { formatMinor, sum } from '../../kernel/money/money.ts';
import { exampleFee, exampleLine, exampleRefund, refundLine } from '../examples/example-order.ts';
import type { StoreLine, StoreRefund } from '../model/store-order.ts';
import { paidParts } from './paid-parts.ts';
import { placeRefunds } from './refund-pieces.ts';
import { refundedOf, shareRefunds } from './refund-shares.ts';

/** In an order whose total is the sum of its lines. */
function sharesOf(lines: readonly StoreLine[], refunds: readonly StoreRefund[], minorDigits = 0) {
  const orderTotal = sum(lines.map((line) => line.total + line.tax));
  const order = { lines, refunds, minorDigits, orderTotal };
  return shareRefunds(order, paidParts(order), placeRefunds(order));
}

/** The refund of each line in all, by item id: `by lines + apportioned`. */
function refunded(lines: readonly StoreLine[], refunds: readonly StoreRefund[], minorDigits = 0) {
  const shares = sharesOf(lines, refunds, minorDigits);
  return lines.map((line) => {
    const of = refundedOf(line.itemId, shares);
    return `${formatMinor(of.byLines, minorDigits)}+${formatMinor(of.apportioned, minorDigits)}`;
  });
}

const ticket = exampleLine(1, 2, '20000');
const shirt = exampleLine(2, 1, '10000', { productId: 200 });
const fee = exampleFee(3, 'fee', '2000');
const shipping = exampleFee(4, 'shipping', '4000');
const all = [ticket, shirt, fee, shipping];

describe('a refund', () => {
  test('goes to the lines that it names', () => {
    const refund = exampleRefund(50, '14000', [refundLine(1, 1, '10000'), refundLine(4, 1, '4000')]);
    expect(refunded(all, [refund])).toEqual(['10000+0', '0+0', '0+0', '4000+0']);
  });

  test('without lines goes to everything in proportion', () => {
    // 18000 of 36000: half of each.
    expect(refunded(all, [exampleRefund(50, '18000')])).toEqual(['0+10000', '0+5000', '0+1000', '0+2000']);
  });

  test('beyond its lines goes to the part that they leave', () => {
    // 10000 named; the other 13000 over 10000 + 10000 + 2000 + 4000, half of each.
    const refund = exampleRefund(50, '23000', [refundLine(1, 1, '10000')]);
    expect(refunded(all, [refund])).toEqual(['10000+5000', '0+5000', '0+1000', '0+2000']);
  });

  test('takes what refunds of lower id left, in any order of input', () => {
    const first = exampleRefund(50, '20000', [refundLine(1, 2, '20000')]);
    const second = exampleRefund(51, '8000');
    const expected = ['20000+0', '0+5000', '0+1000', '0+2000'];
    expect(refunded(all, [first, second])).toEqual(expected);
    expect(refunded(all, [second, first])).toEqual(expected);
  });

  test('is divided to the minor unit by largest remainder, the lower item first', () => {
    const three = [1, 2, 3].map((itemId) => exampleLine(itemId, 1, '10.00'));
    expect(refunded(three, [exampleRefund(50, '10.00')], 2)).toEqual(['0.00+3.34', '0.00+3.33', '0.00+3.33']);
    expect(refunded(three, [exampleRefund(50, '0.02')], 2)).toEqual(['0.00+0.01', '0.00+0.01', '0.00+0.00']);
  });

  test('counts the tax of a line on both sides', () => {
    const taxed = exampleLine(1, 1, '100', { tax: 19_00000000n });
    const plain = exampleLine(2, 1, '119');
    expect(refunded([taxed, plain], [exampleRefund(50, '10')])).toEqual(['0+5', '0+5']);
    const line = { ...refundLine(1, 1, '100'), tax: 19_00000000n };
    expect(refunded([taxed, plain], [exampleRefund(50, '119', [line])])).toEqual(['119+0', '0+0']);
  });

  test('gives nothing to a discount that came as a negative fee', () => {
    const discount = exampleFee(2, 'fee', '-5000');
    expect(refunded([ticket, discount], [exampleRefund(50, '15000')])).toEqual(['0+15000', '0+0']);
  });

  test('beyond everything that is left goes to the original totals, with no cap', () => {
    const full = exampleRefund(50, '36000');
    expect(refunded(all, [full, exampleRefund(51, '36')])).toEqual([
      '0+20020',
      '0+10010',
      '0+2002',
      '0+4004',
    ]);
  });

  test('of a free order goes to the line of lowest id', () => {
    const free = [exampleLine(7, 1, '0'), exampleLine(5, 1, '0')];
    expect(refunded(free, [exampleRefund(50, '100')])).toEqual(['0+0', '0+100']);
  });

  test('counts a line of a missing item as if it named none', () => {
    const refund = exampleRefund(50, '18000', [refundLine(77, 1, '18000')]);
    expect(refunded(all, [refund])).toEqual(['0+10000', '0+5000', '0+1000', '0+2000']);
  });

  test('of less than its lines is taken back from these and from no other event', () => {
    const refund = exampleRefund(50, '27000', [refundLine(1, 2, '20000'), refundLine(2, 1, '10000')]);
    expect(refunded(all, [refund])).toEqual(['20000+-2000', '10000+-1000', '0+0', '0+0']);
  });

  test('of an order without any line belongs to no line', () => {
    expect(sharesOf([], [exampleRefund(50, '5')])).toMatchObject([
      { byLines: new Map(), apportioned: new Map() },
    ]);
  });
});
