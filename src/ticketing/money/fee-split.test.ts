import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMinor, minorUnit, parseMoney } from '../../kernel/money/money.ts';
import { splitFee } from './fee-split.ts';

test.each([
  ['25000', '10', 0, '2500', '22500'],
  // 2041.7
  ['20417', '10', 0, '2042', '18375'],
  // 0.10001
  ['100.01', '0.1', 2, '0.11', '99.90'],
  ['100.00', '0', 2, '0.00', '100.00'],
  ['100.00', '100', 2, '100.00', '0.00'],
  // 0.00000001 % of a cent is still more than nothing.
  ['0.01', '0.00000001', 2, '0.01', '0.00'],
  ['1.234', '7.5', 3, '0.093', '1.141'],
  ['0', '10', 0, '0', '0'],
  ['-500', '10', 0, '0', '-500'],
])('of %s at %s %% the service takes its fee rounded up', (net, percentage, minorDigits, fee, organizer) => {
  const split = splitFee(parseMoney(net), parseMoney(percentage), 'paid', minorDigits);
  expect(formatMinor(split.serviceFee, minorDigits)).toBe(fee);
  expect(formatMinor(split.organizerAmount, minorDigits)).toBe(organizer);
});

test('an order owes nothing to anyone until it is paid, and still after it is refunded', () => {
  const owing = (
    ['pending', 'on_hold', 'paid', 'cancelled', 'refunded', 'failed', 'trashed'] as const
  ).filter((status) => splitFee(parseMoney('100'), parseMoney('10'), status, 2).serviceFee > 0n);
  expect(owing).toEqual(['paid', 'refunded']);
});

test('the fee is the smallest whole amount that is enough, and both parts make the net', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.bigInt({ min: 0n, max: 100_00000000n }),
      fc.constantFrom(0, 2, 3, 4),
      (units, percentage, minorDigits) => {
        const unit = minorUnit(minorDigits);
        const net = units * unit;
        const { serviceFee, organizerAmount } = splitFee(net, percentage, 'paid', minorDigits);
        expect(serviceFee + organizerAmount).toBe(net);
        expect(serviceFee % unit).toBe(0n);
        const exact = (net > 0n ? net : 0n) * percentage;
        const hundred = 100_00000000n;
        expect(serviceFee * hundred >= exact && (serviceFee - unit) * hundred < exact).toBe(true);
      },
    ),
  );
});
