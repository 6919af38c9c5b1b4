import { expect, test } from 'vitest';
import { amountStyle } from './workbook-parts.ts';
import { letters, xmlText } from './xlsx.ts';

test('columns have the names of a spreadsheet', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

test('a text becomes valid XML and stays itself', () => {
  expect(xmlText('a < b & "c" > d')).toBe('a &lt; b &amp; "c" &gt; d');
  expect(xmlText('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
  expect(xmlText('bell \u0007, half \ufffe')).toBe('bell \ufffd, half \ufffd');
  expect(xmlText('_x0041_ and _X000d_')).toBe('_x005F_x0041_ and _x005F_X000d_');
});

test('a text that is too long for a cell is cut, between characters', () => {
  const long = xmlText(`${'a'.repeat(32_765)}😀 more`);
  expect(long.length).toBe(32_767);
  expect(long.isWellFormed()).toBe(true);
  expect(long.endsWith('…')).toBe(true);
});

test('an amount is shown with its decimals', () => {
  expect(['25000', '10.5', '10.00', '1.500', '1.2345', '8403.36134454'].map(amountStyle)).toEqual([
    3, 4, 4, 5, 6, 7,
  ]);
});
