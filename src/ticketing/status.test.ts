import { describe, expect, test } from 'vitest';
import { mapOrderStatus, wasEverPaid } from './status.ts';

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
  expect(mapOrderStatus(source, false, {})).toEqual({ status: expected, unmapped: false });
  expect(mapOrderStatus(source, true, {})).toEqual({ status: expected, unmapped: false });
});

test('a plugin’s status is paid if the order was ever paid, and is reported as unmapped', () => {
  expect(mapOrderStatus('validado', true, {})).toEqual({ status: 'paid', unmapped: true });
  expect(mapOrderStatus('validado', false, {})).toEqual({ status: 'pending', unmapped: true });
  expect(mapOrderStatus('constructor', false, {})).toEqual({ status: 'pending', unmapped: true });
});

test('the configuration’s mapping comes first', () => {
  expect(mapOrderStatus('validado', false, { validado: 'paid' })).toEqual({
    status: 'paid',
    unmapped: false,
  });
  expect(mapOrderStatus('validado', true, { validado: 'on_hold' }).status).toBe('on_hold');
  expect(mapOrderStatus('processing', true, { processing: 'on_hold' }).status).toBe('on_hold');
});

describe('an order was ever paid', () => {
  const silent = { saysPaid: false, ticketsGenerated: false };
  const issued = { ...silent, ticketsGenerated: true };

  test('if the store has a date of payment or completion', () => {
    const never = { issuingStatuses: ['on-hold'], statusMapping: {} };
    expect(wasEverPaid({ ...silent, saysPaid: true }, never)).toBe(true);
    expect(wasEverPaid(silent, { issuingStatuses: ['completed'], statusMapping: {} })).toBe(false);
  });

  test.each([
    [['completed'], {}, true],
    [['processing', 'completed'], {}, true],
    [['on-hold', 'completed'], {}, false],
    [['pending'], {}, false],
    [['entregado'], {}, false],
    [['completed', 'entregado'], { entregado: 'paid' }, true],
    [['completed'], { completed: 'on_hold' }, false],
  ] as const)('if its tickets were made, which happens in %s with %o: %s', (issuing, mapping, paid) => {
    expect(wasEverPaid(issued, { issuingStatuses: issuing, statusMapping: mapping })).toBe(paid);
  });
});
