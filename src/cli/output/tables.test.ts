import { expect, test } from 'vitest';
import { countOf, renderTable, showDecimal, showDuration } from './tables.ts';
import { LINE_BREAK } from './terminal.ts';

test('countOf writes one object in the singular', () => {
  const counts = [0, 1, 2, 1240].map((count) => countOf(count, 'old execution'));
  expect(counts).toEqual(['0 old executions', '1 old execution', '2 old executions', '1,240 old executions']);
});

test('showDecimal keeps every significant digit and separates the thousands', () => {
  expect(showDecimal('25000.00000000')).toBe('25,000');
  expect(showDecimal('904.70500000', 2)).toBe('904.705');
  expect(showDecimal('1234567.50000000', 2)).toBe('1,234,567.50');
  expect(showDecimal('-0.10000000', 2)).toBe('-0.10');
  expect(showDecimal('999', 0)).toBe('999');
  expect(showDecimal('none')).toBe('none');
});

test('showDuration changes to seconds for longer durations', () => {
  expect(showDuration(999)).toBe('999 ms');
  expect(showDuration(1250)).toBe('1.3 s');
});

test('renderTable aligns figures to the right', () => {
  const table = renderTable(
    [{ title: 'kind' }, { title: 'n', align: 'right' }],
    [
      ['orders', '7'],
      ['tickets', '1,200'],
    ],
  );
  expect(table.split(LINE_BREAK)).toContain('│ orders  │     7 │');
});
