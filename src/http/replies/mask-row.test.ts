import { expect, test } from 'vitest';
import { maskRow } from './mask-row.ts';

test('a buyer is masked, an order is not', () => {
  const row = {
    number: '174071',
    status: 'paid',
    total: '25000',
    email: 'ana@example.com',
    first_name: 'Ana',
    last_name: null,
    billing: { address_1: 'Calle 1', city: 'Santiago' },
    customer_note: 'Con Luis',
  };
  expect(maskRow('orders', row)).toEqual({
    number: '174071',
    status: 'paid',
    total: '25000',
    email: '***',
    first_name: '***',
    last_name: null,
    billing: { address_1: '***', city: '***' },
    customer_note: '***',
  });
});

test('answers of the attendee form keep their questions', () => {
  const row = { ticket_number: '9', form_data: [{ key: 'abc', label: 'RUT', value: '1-9' }] };
  expect(maskRow('tickets', row)).toEqual({
    ticket_number: '9',
    form_data: [{ key: 'abc', label: 'RUT', value: '***' }],
  });
});
