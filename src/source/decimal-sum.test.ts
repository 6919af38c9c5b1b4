import { describe, expect, it } from 'vitest';
import { addDecimals } from './decimal-sum.ts';

describe('decimals of the database', () => {
  it.each([
    ['0.00000000', '0.00000000', '0.00000000'],
    ['81.34057100', '-0.00000001', '81.34057099'],
    ['-0.50000000', '0.25000000', '-0.25000000'],
    ['99999999999999999.99999999', '0.00000001', '100000000000000000.00000000'],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(addDecimals(a, b)).toBe(sum);
  });
});
