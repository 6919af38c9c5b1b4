import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMinor,
  type Money,
  minorUnit,
  parseMoney,
  roundToMinor,
  sum,
} from '../../kernel/money/money.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import { deriveExample, exampleFee, exampleLine, exampleOrder, RULES } from '../examples/example-order.ts';
import { PRODUCTS } from '../examples/random-order.ts';
import type { StoreLine } from '../model/store-order.ts';
import { paidFor, paidParts } from './paid-parts.ts';

const taxed = (itemId: number, total: string, tax: string, productId = 100, variationId = 0) =>
  exampleLine(itemId, 1, total, { tax: parseMoney(tax), productId, variationId });

/** The parts in the lines' order, or `kept` if the total has another reason. */
function parts(lines: readonly StoreLine[], total: string, minorDigits = 0): string {
  const paid = paidParts({ lines, orderTotal: parseMoney(total), minorDigits });
  if (!paid.meetsTotal) return 'kept';
  return lines.map((line) => formatMinor(paid.byItem.get(line.itemId) ?? 0n, minorDigits)).join(' ');
}

describe('what the customer paid', () => {
  test.each([
    // 60.15 yen by the line's own figures; the customer paid 60.
    ['is the total of an order of one line', [taxed(1, '48.498287', '11.651713')], '60', '60'],
    [
      'goes to the larger remainder',
      [taxed(1, '1000.3', '0'), taxed(2, '99.8', '0.6', 200), exampleFee(3, 'fee', '50')],
      '1151',
      '1000 101 50',
    ],
    ['leaves what was free free', [taxed(1, '0', '0'), taxed(2, '100.5', '0.4', 200)], '101', '0 101'],
    // Ten lines round by half a unit each, and no product is off by more than one.
    [
      'is rounded product by product, then line by line',
      [1, 2, 3, 4, 5].flatMap((at) => [taxed(at, '10.4', '0'), taxed(at + 5, '10.6', '0', 200)]),
      '105',
      '11 11 11 11 10 11 10 10 10 10',
    ],
    [
      'is rounded within a product variation by variation',
      [taxed(1, '10.3', '0', 100, 11), taxed(2, '10.3', '0', 100, 11), taxed(3, '10.4', '0', 100, 12)],
      '31',
      '11 10 10',
    ],
    [
      'takes off a discount that came as a fee',
      [taxed(1, '60.6', '0'), exampleFee(2, 'fee', '-10.2')],
      '50',
      '60 -10',
    ],
    ['meets a total that is finer than a unit', [taxed(1, '48.5', '11.65')], '60.15', '60'],
  ])('%s', (_, lines, total, expected) => {
    expect(parts(lines, total)).toBe(expected);
  });

  test.each([
    ['a unit off in one part', [taxed(1, '59', '0')], '60', 'kept'],
    ['less than a unit off in one part', [taxed(1, '59.01', '0')], '60', '60'],
    ['two units off in two parts', [taxed(1, '10.5', '0'), taxed(2, '20.5', '0', 200)], '33', 'kept'],
    [
      'less than two units off in two parts',
      [taxed(1, '10.6', '0'), taxed(2, '20.6', '0', 200)],
      '33',
      '12 21',
    ],
    ['a free line is no part', [taxed(1, '10.5', '0'), taxed(2, '0', '0', 200)], '12', 'kept'],
    ['a gift card took some off', [taxed(1, '100', '0'), exampleFee(2, 'shipping', '10')], '60', 'kept'],
  ])('%s', (_, lines, total, expected) => {
    expect(parts(lines, total)).toBe(expected);
  });

  test('is the event’s total, and its rounding is the difference; a larger difference is kept', () => {
    const lines = [taxed(1, '48.5', '11.9'), exampleFee(2, 'shipping', '5')];
    const near = deriveExample({ lines, orderTotal: parseMoney('66') });
    expect(near.share).toMatchObject({ total: parseMoney('61'), rounding: parseMoney('0.6') });
    const far = deriveExample({ lines: [taxed(1, '48.4', '11.4')], orderTotal: parseMoney('30') });
    expect(far.share).toMatchObject({ total: parseMoney('60'), rounding: parseMoney('0.2') });
  });

  test('leaves no money on any event once the whole order is refunded', () => {
    // 10.4 + 10.4 + 10.4 of three events, for which 31 were paid.
    const lines = PRODUCTS.map((productId, at) => taxed(at + 1, '10', '0.4', productId));
    const base = exampleOrder({ lines, orderTotal: parseMoney('31') });
    const byLines = lines.map((line) => ({
      itemId: 90 + line.itemId,
      refundedItemId: line.itemId,
      productId: line.productId,
      variationId: 0,
      quantity: 1,
      amount: line.total,
      tax: line.tax,
    }));
    const refund = { refundId: 50, amount: parseMoney('31'), reason: null, refundedAtUtc: null };
    for (const refunded of [[], byLines]) {
      const order = { ...base, refunds: [{ ...refund, lines: refunded }] };
      const nets = PRODUCTS.map(
        (productId) => deriveEventOrder(order, { ...RULES, productId }, [])?.share.net,
      );
      expect(nets).toEqual([0n, 0n, 0n]);
    }
  });
});

/** Lines of several events, other products, fees and shipping, with taxes, that the total rounds by up to so much. */
const roundedOrder = fc.constantFrom(0, 2, 3).chain((minorDigits) => {
  const unit = minorUnit(minorDigits);
  const amount = fc.bigInt({ min: 0n, max: 5_000n * unit });
  const line = fc.record({
    kind: fc.constantFrom('line_item' as const, 'line_item' as const, 'fee' as const, 'shipping' as const),
    productId: fc.constantFrom(...PRODUCTS, 174060),
    variationId: fc.constantFrom(0, 11),
    total: amount,
    tax: fc.oneof(amount, fc.constant(0n)),
  });
  return fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 9 }),
      off: fc.bigInt({ min: -unit / 2n, max: unit / 2n }),
    })
    .map(({ lines, off }) => {
      const items = lines.map((of, at) =>
        of.kind === 'line_item'
          ? exampleLine(at + 1, 1, '0', of)
          : exampleLine(at + 1, 1, '0', { ...of, productId: 0, variationId: 0 }),
      );
      return {
        minorDigits,
        lines: items,
        orderTotal: roundToMinor(sum(items.map(paidFor)) + off, minorDigits),
      };
    });
});

const distance = (a: Money, b: Money): Money => (a < b ? b - a : a - b);

describe('the parts of any order', () => {
  test('sum to its total in whole units, for any event that asks first', () => {
    fc.assert(
      fc.property(roundedOrder, ({ lines, orderTotal, minorDigits }) => {
        const paid = paidParts({ lines, orderTotal, minorDigits });
        fc.pre(paid.meetsTotal);
        expect(sum(paid.byItem.values())).toBe(orderTotal);
        expect([...paid.byItem.values()].every((part) => part % minorUnit(minorDigits) === 0n)).toBe(true);
        const order = exampleOrder({ lines, orderTotal, minorDigits });
        const ofEvents = [...PRODUCTS, 174060].map((productId) => {
          const derived = deriveEventOrder(order, { ...RULES, productId }, []);
          return derived?.share.total ?? 0n;
        });
        const ofOthers = lines
          .filter(({ kind }) => kind !== 'line_item')
          .map(({ itemId }) => paid.byItem.get(itemId) ?? 0n);
        expect(sum([...ofEvents, ...ofOthers])).toBe(orderTotal);
        expect(paidParts({ lines: lines.toReversed(), orderTotal, minorDigits })).toEqual(paid);
      }),
    );
  });

  test('are given back to the last unit when the whole order is refunded, line by line or at once', () => {
    fc.assert(
      fc.property(roundedOrder, fc.boolean(), ({ lines, orderTotal, minorDigits }, isByLines) => {
        fc.pre(orderTotal !== 0n && paidParts({ lines, orderTotal, minorDigits }).meetsTotal);
        const refundLines = lines.map((line) => ({
          ...line,
          itemId: 90 + line.itemId,
          refundedItemId: line.itemId,
        }));
        const refund = {
          refundId: 50,
          amount: orderTotal,
          reason: null,
          refundedAtUtc: null,
          lines: isByLines ? refundLines.map((line) => ({ ...line, amount: line.total })) : [],
        };
        const order = exampleOrder({ lines, orderTotal, minorDigits, refunds: [refund] });
        for (const productId of [...PRODUCTS, 174060]) {
          const derived = deriveEventOrder(order, { ...RULES, productId }, []);
          expect(derived?.share.net ?? 0n).toBe(0n);
        }
      }),
    );
  });

  test('are each within a minor unit of their ideal', () => {
    fc.assert(
      fc.property(roundedOrder, ({ lines, orderTotal, minorDigits }) => {
        const paid = paidParts({ lines, orderTotal, minorDigits });
        fc.pre(paid.meetsTotal);
        const unit = minorUnit(minorDigits);
        const others = lines.filter(({ kind }) => kind !== 'line_item').map((line) => [line]);
        const products = [...PRODUCTS, 174060].map((id) => lines.filter(({ productId }) => productId === id));
        const owners = [...others, ...products];
        const moving = BigInt(owners.filter((of) => sum(of.map(paidFor)) !== 0n).length);
        const off = orderTotal - sum(lines.map(paidFor));
        for (const of of owners) {
          const exact = sum(of.map(paidFor));
          const part = sum(of.map(({ itemId }) => paid.byItem.get(itemId) ?? 0n));
          // The difference to the total is shared in proportion: the ideal is the exact amount plus its share.
          if (exact !== 0n)
            expect(distance(part * moving, exact * moving + off)).toBeLessThanOrEqual(unit * moving);
          else expect(part).toBe(0n);
        }
      }),
    );
  });
});
