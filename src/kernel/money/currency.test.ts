import { expect, test } from 'vitest';
import { minorDigitsOf } from './currency.ts';

test.each([
  ['CLP', 0],
  ['JPY', 0],
  ['PYG', 0],
  ['EUR', 2],
  ['USD', 2],
  ['COP', 2],
  ['KWD', 3],
  ['TND', 3],
  ['CLF', 4],
])('gives %s %i decimals', (code, digits) => {
  expect(minorDigitsOf(code)).toBe(digits);
});

test('knows the currencies that WooCommerce offers beyond ISO 4217', () => {
  const digits = ['GGP', 'IMP', 'JEP', 'PRB', 'BYR', 'IRT', 'BTC', 'KIP', 'RMB', 'RUR', 'IRHT'].map(
    minorDigitsOf,
  );
  expect(digits).toEqual([2, 2, 2, 2, 0, 0, 8, 2, 2, 2, 0]);
});

test('knows currencies that were withdrawn since stores began to sell in them', () => {
  const digits = ['VEF', 'LTL', 'LVL', 'EEK', 'ZMK', 'MRO', 'STD', 'VEB', 'GHC', 'ZWD', 'SKK'].map(
    minorDigitsOf,
  );
  expect(digits).toEqual(Array(11).fill(2));
});

test('guesses nothing for an unknown code', () => {
  expect(['', 'clp', 'DOGE', 'constructor'].map(minorDigitsOf)).toEqual(Array(4).fill(undefined));
});
