import { expect, test } from 'vitest';
import { salesSpans, sumAmounts } from './sales-days.ts';

const day = (on: string | null, currency: string, quantity: number, total: string) => ({
  day: on,
  currency,
  quantity,
  total,
  orders: 1,
  rounding: '0',
  refunded_quantity: 0,
  refunded: '0',
  refunded_by_lines: '0',
  refunded_apportioned: '0',
  refunded_rounding: '0',
  net: total,
  service_fee: '0',
  organizer_amount: total,
});

test('every day from the first to the last has its bar, even without sales', () => {
  const { weekly, spans, undated } = salesSpans(
    [
      day('2026-03-30', 'CLP', 2, '24000'),
      day('2026-04-01', 'CLP', 1, '12000'),
      day('2026-04-01', 'USD', 9, '90.00'),
      day(null, 'CLP', 1, '1'),
    ],
    'CLP',
  );
  expect(weekly).toBe(false);
  expect(undated).toBe(1);
  expect(spans).toEqual([
    { day: '2026-03-30', quantity: 2, total: '24000' },
    { day: '2026-03-31', quantity: 0, total: '0' },
    { day: '2026-04-01', quantity: 1, total: '12000' },
  ]);
});

test('more than a quarter of a year is shown by weeks that begin on Monday', () => {
  // 2026-01-04 is a Sunday, and 2026-04-27 is a Monday.
  const { weekly, spans } = salesSpans(
    [
      day('2026-01-04', 'USD', 1, '0.10'),
      day('2026-01-05', 'USD', 1, '0.20'),
      day('2026-01-11', 'USD', 1, '0.30'),
      day('2026-04-27', 'USD', 4, '10.05'),
    ],
    'USD',
  );
  expect(weekly).toBe(true);
  expect(spans[0]).toEqual({ day: '2025-12-29', quantity: 1, total: '0.10' });
  expect(spans[1]).toEqual({ day: '2026-01-05', quantity: 2, total: '0.50' });
  expect(spans.at(-1)).toEqual({ day: '2026-04-27', quantity: 4, total: '10.05' });
  expect(spans).toHaveLength(18);
});

test('amounts are added to their last digit', () => {
  expect(sumAmounts(['0.1', '0.2'])).toBe('0.3');
  expect(sumAmounts(['-0.05', '0.010'])).toBe('-0.040');
  expect(sumAmounts([])).toBe('0');
});
