import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ceilToMinor,
  formatMinor,
  formatMoney,
  max,
  min,
  minorUnit,
  parseMoney,
  roundToMinor,
  sum,
  wholeUnits,
  ZERO,
} from './money.ts';

const amounts = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
const digits = fc.constantFrom(0, 1, 2, 3, 4, 8);

describe('reading an amount', () => {
  test.each([
    ['25000', 2_500_000_000_000n],
    ['25000.00', 2_500_000_000_000n],
    ['0', 0n],
    ['-0', 0n],
    ['-3.33', -333_000_000n],
    ['+1.5', 150_000_000n],
    ['.5', 50_000_000n],
    ['7.', 700_000_000n],
    [' 12.00\n', 1_200_000_000n],
    ['0.00000001', 1n],
    ['0.000000014', 1n],
    ['0.000000015', 2n],
    ['-0.000000015', -2n],
    ['0.000000004999', 0n],
    ['0.99999999999', 100_000_000n],
    ['1.0E-5', 1_000n],
    ['1.5e3', 150_000_000_000n],
    ['12.345e1', 12_345_000_000n],
    ['1E-8', 1n],
    ['5E-9', 1n],
    ['4E-9', 0n],
    ['1.0E+17', 10n ** 25n],
    ['0007', 700_000_000n],
  ])('reads %j as MySQL would', (text, expected) => {
    expect(parseMoney(text)).toBe(expected);
  });

  test.each(['', ' ', '.', '-', 'abc', '1,000.50', '25.000,00', '0x10', '1e', '1e1000', 'NaN', 'INF', '--1'])(
    'refuses %j instead of guessing',
    (text) => {
      expect(() => parseMoney(text)).toThrow(
        expect.objectContaining({ kind: 'rejected', code: 'money.malformed' }),
      );
    },
  );

  test.each(['1000000000000000000', '999999999999999999.999999999', '1e99'])(
    'refuses %j, which the database could not hold',
    (text) => {
      expect(() => parseMoney(text)).toThrow(expect.objectContaining({ code: 'money.out-of-range' }));
    },
  );

  test('reads back whatever it wrote', () => {
    fc.assert(fc.property(amounts, (amount) => parseMoney(formatMoney(amount)) === amount));
  });
});

describe('writing an amount', () => {
  test.each([
    [0n, '0.00000000'],
    [1n, '0.00000001'],
    [-1n, '-0.00000001'],
    [2_500_000_000_000n, '25000.00000000'],
    [-150_000_000n, '-1.50000000'],
  ])('writes all eight decimals of %s', (amount, text) => {
    expect(formatMoney(amount)).toBe(text);
  });

  test.each([
    ['25000', 0, '25000'],
    ['-25000', 0, '-25000'],
    ['10', 2, '10.00'],
    ['-0.001', 2, '0.00'],
    ['1.005', 2, '1.01'],
    ['1.5', 3, '1.500'],
    ['0.00000001', 8, '0.00000001'],
  ])('writes %s with the %i decimals of its currency', (text, minorDigits, expected) => {
    expect(formatMinor(parseMoney(text), minorDigits)).toBe(expected);
  });
});

describe('rounding', () => {
  test.each([
    ['904.705', 2, '904.71'],
    ['-904.705', 2, '-904.71'],
    ['904.70499999', 2, '904.70'],
    ['0.5', 0, '1'],
    ['-0.5', 0, '-1'],
    ['0.0005', 3, '0.001'],
    ['0.12345678', 8, '0.12345678'],
  ])('rounds %s to %i decimals half away from zero', (text, minorDigits, expected) => {
    expect(formatMinor(roundToMinor(parseMoney(text), minorDigits), minorDigits)).toBe(expected);
  });

  test.each([
    ['2041.70', 0, '2042'],
    ['2042', 0, '2042'],
    ['0.00000001', 2, '0.01'],
    ['0', 2, '0.00'],
    ['-0.019', 2, '-0.01'],
  ])('rounds %s up to %i decimals', (text, minorDigits, expected) => {
    expect(formatMinor(ceilToMinor(parseMoney(text), minorDigits), minorDigits)).toBe(expected);
  });

  test('gives whole minor units, half a unit away at most, and the same for both signs', () => {
    fc.assert(
      fc.property(amounts, digits, (amount, minorDigits) => {
        const unit = minorUnit(minorDigits);
        const rounded = roundToMinor(amount, minorDigits);
        expect(rounded % unit).toBe(0n);
        expect(max(rounded - amount, amount - rounded) * 2n).toBeLessThanOrEqual(unit);
        expect(roundToMinor(-amount, minorDigits)).toBe(-rounded);
      }),
    );
  });

  test('up gives the smallest sufficient number of whole units', () => {
    fc.assert(
      fc.property(amounts, digits, (amount, minorDigits) => {
        const unit = minorUnit(minorDigits);
        const up = ceilToMinor(amount, minorDigits);
        expect(up % unit).toBe(0n);
        expect(up >= amount && up - unit < amount).toBe(true);
      }),
    );
  });

  test.each([-1, 9, 1.5, Number.NaN])('knows no currency with %d decimals', (minorDigits) => {
    expect(() => minorUnit(minorDigits)).toThrow(expect.objectContaining({ kind: 'bug' }));
  });
});

test('sums, compares and counts whole units', () => {
  expect(sum([])).toBe(ZERO);
  expect(sum([1n, -3n, 5n])).toBe(3n);
  expect([max(-1n, 2n), max(2n, -1n), min(-1n, 2n), min(2n, -1n)]).toEqual([2n, 2n, -1n, -1n]);
  expect(wholeUnits(-7)).toBe(parseMoney('-7'));
});
