import { expect, test } from 'vitest';
import { amountText, withAmounts } from './amount-text.ts';

test.each([
  ['25000.00000000', 'CLP', '25000'],
  ['10.00000000', 'EUR', '10.00'],
  ['-10.50000000', 'EUR', '-10.50'],
  ['1.50000000', 'KWD', '1.500'],
  ['0.00000000', null, '0.00'],
  ['0.00000000', 'ZZZ', '0.00'],
])('%s of %s is shown with the digits of its currency', (kept, currency, shown) => {
  expect(amountText(kept, currency)).toBe(shown);
});

test('an amount finer than its currency is shown in full, never rounded', () => {
  expect(amountText('10.00500000', 'EUR')).toBe('10.005');
  expect(amountText('8403.36134454', 'CLP')).toBe('8403.36134454');
});

test('only the columns with amounts change', () => {
  const row = { number: '12', total: '5.00000000', quantity: 1 };
  expect(withAmounts(row, ['total'], 'USD')).toEqual({ number: '12', total: '5.00', quantity: 1 });
});
