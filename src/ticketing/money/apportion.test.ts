import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { max, minorUnit, parseMoney, roundToMinor, sum, wholeUnits } from '../../kernel/money/money.ts';
import { apportion, compare, equalParts, roundTogether } from './apportion.ts';

const units = (...numbers: number[]) => numbers.map(wholeUnits);
const amount = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 18n }), { minLength: 1, maxLength: 12 });
const digits = fc.constantFrom(0, 2, 3, 4);

describe('apportioning', () => {
  test.each([
    ['evenly where it can', 30, [1, 1, 1], [10, 10, 10]],
    ['the odd units to the first of equals', 11, [1, 1, 1], [4, 4, 3]],
    ['the odd unit to the largest remainder', 100, [1, 2, 4], [14, 29, 57]],
    ['a negative amount like a positive one', -100, [1, 2, 4], [-14, -29, -57]],
    ['nothing to a part without weight', 7, [0, 3, 0], [0, 7, 0]],
    ['nothing to a part of negative weight', 7, [-5, 3, 4], [0, 3, 4]],
    ['everything to the first where nothing weighs', 7, [0, 0], [7, 0]],
    ['nothing among several', 0, [2, 3], [0, 0]],
    ['less units than parts', 2, [5, 5, 5, 6], [1, 0, 0, 1]],
  ])('gives %s', (_, total, shares, expected) => {
    expect(apportion(wholeUnits(total), units(...shares), 0)).toEqual(units(...expected));
  });

  test('gives a remainder below the minor unit to the next part in turn', () => {
    const parts = apportion(parseMoney('10.0105'), units(1, 1, 1), 2);
    expect(parts).toEqual(['3.34', '3.34', '3.3305'].map(parseMoney));
  });

  test('gives an empty list for no parts, and refuses to lose an amount', () => {
    expect(apportion(0n, [], 2)).toEqual([]);
    expect(() => apportion(1n, [], 2)).toThrow(expect.objectContaining({ kind: 'bug' }));
  });

  test('loses and makes no money, and keeps every part within a unit of its ideal', () => {
    fc.assert(
      fc.property(amount, weights, digits, (total, shares, minorDigits) => {
        const parts = apportion(total, shares, minorDigits);
        expect(sum(parts)).toBe(total);
        const weight = sum(shares);
        if (weight === 0n) return;
        for (const [index, part] of parts.entries()) {
          const distance = part * weight - total * (shares[index] ?? 0n);
          expect(max(distance, -distance)).toBeLessThan(minorUnit(minorDigits) * weight);
          expect(part === 0n || part < 0n === total < 0n).toBe(true);
        }
      }),
    );
  });

  test('gives whole minor units of an amount that is whole', () => {
    fc.assert(
      fc.property(amount, weights, digits, (total, shares, minorDigits) => {
        const unit = minorUnit(minorDigits);
        const parts = apportion(total * unit, shares, minorDigits);
        expect(parts.every((part) => part % unit === 0n)).toBe(true);
      }),
    );
  });

  test('gives the heavier part no less', () => {
    fc.assert(
      fc.property(amount, weights, digits, (total, shares, minorDigits) => {
        const magnitude = (total < 0n ? -total : total) * minorUnit(minorDigits);
        const byWeight = shares.toSorted((a, b) => compare(b, a));
        const parts = apportion(magnitude, byWeight, minorDigits);
        expect(parts).toEqual(parts.toSorted((a, b) => compare(b, a)));
      }),
    );
  });
});

describe('rounding several amounts together', () => {
  test.each([
    ['10.004 10.004 10.004', '30.01', '10.01 10 10'],
    ['1.005 1.005', '2.01', '1.01 1'],
    ['-0.005 1', '1.00', '0 1'],
    ['-1.999 -1.998', '-4.00', '-2 -2'],
  ])('makes of %s, together %s, %s', (amounts, total, expected) => {
    const read = (text: string) => text.split(' ').map(parseMoney);
    expect(roundTogether(read(amounts), parseMoney(total), 2)).toEqual(read(expected));
  });

  test('meets the rounded sum, and moves no amount by a whole unit', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), digits, (amounts, minorDigits) => {
        const unit = minorUnit(minorDigits);
        const total = roundToMinor(sum(amounts), minorDigits);
        const rounded = roundTogether(amounts, total, minorDigits);
        expect(sum(rounded)).toBe(total);
        for (const [index, part] of rounded.entries()) {
          const moved = part - (amounts[index] ?? 0n);
          expect(part % unit).toBe(0n);
          expect(max(moved, -moved)).toBeLessThan(unit);
        }
      }),
    );
  });
});

test('equal parts are the same as apportioning with equal weights', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 15 }), digits, (total, parts, minorDigits) => {
      const whole = total * minorUnit(minorDigits);
      const expected = apportion(whole, Array<bigint>(parts).fill(1n), minorDigits);
      const found = expected.map((_, at) => equalParts(whole, parts, { from: at, to: at + 1 }, minorDigits));
      expect(found).toEqual(expected);
      expect(equalParts(whole, parts, { from: 0, to: parts }, minorDigits)).toBe(whole);
    }),
  );
});
