import { expect, test } from 'vitest';
import { mapOrderStatus } from './status.ts';

const paidAt = new Date('2025-03-01T12:00:00Z');

test.each([
  ['pending', 'pending'],
  ['on-hold', 'on_hold'],
  ['processing', 'paid'],
  ['completed', 'paid'],
  ['cancelled', 'cancelled'],
  ['refunded', 'refunded'],
  ['failed', 'failed'],
  ['trash', 'trashed'],
])('WooCommerce’s own %s is %s, paid or not', (source, expected) => {
  expect(mapOrderStatus(source, null, {})).toEqual({ status: expected, unmapped: false });
  expect(mapOrderStatus(source, paidAt, {})).toEqual({ status: expected, unmapped: false });
});

test('a plugin’s status is paid if the order was ever paid, and told as unmapped', () => {
  expect(mapOrderStatus('validado', paidAt, {})).toEqual({ status: 'paid', unmapped: true });
  expect(mapOrderStatus('validado', null, {})).toEqual({ status: 'pending', unmapped: true });
  expect(mapOrderStatus('constructor', null, {})).toEqual({ status: 'pending', unmapped: true });
});

test('the configuration’s word comes first', () => {
  expect(mapOrderStatus('validado', null, { validado: 'paid' })).toEqual({ status: 'paid', unmapped: false });
  expect(mapOrderStatus('processing', paidAt, { processing: 'on_hold' }).status).toBe('on_hold');
});
