import { expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';

test('fills the placeholders, with numbers in the format of the locale', () => {
  expect(interpolate('%{a}–%{b} of %{total}', { a: 1, b: 25, total: 1234.5 }, 'en')).toBe('1–25 of 1,234.5');
  expect(interpolate('%{total} entradas', { total: 1234567 }, 'es-CL')).toBe('1.234.567 entradas');
});

test('takes the form that matches the count', () => {
  const text = 'One order |||| %{smart_count} orders';
  expect(interpolate(text, { smart_count: 1 }, 'en')).toBe('One order');
  expect(interpolate(text, { smart_count: 0 }, 'en')).toBe('0 orders');
  expect(interpolate(text, { smart_count: 2000 }, 'en')).toBe('2,000 orders');
  expect(interpolate('Un pedido |||| %{smart_count} pedidos', { smart_count: 1_000_000 }, 'es')).toBe(
    '1.000.000 pedidos',
  );
});

test('ends a sentence with one full stop, also after an abbreviation', () => {
  expect(interpolate('Desde el %{at}. Duró %{took}.', { at: '7:41 a. m.', took: '1 s' }, 'es')).toBe(
    'Desde el 7:41 a. m. Duró 1 s.',
  );
  expect(interpolate('%{n}.', { n: 1 }, 'es')).toBe('1.');
});

test('leaves a placeholder without a value, and takes names unchanged', () => {
  expect(interpolate('Delete %{name}?', {}, 'en')).toBe('Delete %{name}?');
  expect(interpolate('Delete %{name}?', { name: null }, 'en')).toBe('Delete ?');
  expect(interpolate('Delete %{name}?', { name: '$& <b>' }, 'en')).toBe('Delete $& <b>?');
});
