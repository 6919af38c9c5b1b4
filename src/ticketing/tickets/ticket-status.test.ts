import { describe, expect, test } from 'vitest';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { deriveOrphan } from '../derive-orphan.ts';
import { exampleTicket, RULES } from '../examples/example-order.ts';
import { ticketStatus } from './ticket-status.ts';

const valid = {
  origin: PLUGIN_TICKETS,
  sourceStatus: 'Not Checked In',
  sourcePostStatus: 'publish',
} as const;

describe('a ticket of an order', () => {
  test.each([
    ['paid', 'Not Checked In', false, 'active'],
    ['paid', 'Checked In', false, 'active'],
    ['paid', null, false, 'active'],
    ['paid', 'Canceled', false, 'cancelled'],
    ['paid', 'Cancelled', false, 'cancelled'],
    ['paid', 'Not Checked In', true, 'refunded'],
    ['paid', 'Canceled', true, 'refunded'],
    ['pending', 'Not Checked In', false, 'inactive'],
    ['on_hold', 'Not Checked In', false, 'inactive'],
    ['failed', 'Not Checked In', false, 'inactive'],
    ['trashed', 'Not Checked In', false, 'inactive'],
    ['pending', 'Canceled', false, 'cancelled'],
    ['cancelled', 'Not Checked In', false, 'cancelled'],
    ['refunded', 'Not Checked In', false, 'refunded'],
    ['refunded', 'Canceled', false, 'refunded'],
    ['paid', 'Unpaid', false, 'inactive'],
    ['paid', ' unpaid', false, 'inactive'],
    ['cancelled', 'Unpaid', false, 'cancelled'],
    ['paid', 'Unpaid', true, 'refunded'],
  ] as const)('that is %s, %s in the store, refunded %s: %s', (order, sourceStatus, refunded, expected) => {
    expect(ticketStatus({ ...valid, sourceStatus }, order, refunded)).toBe(expected);
  });

  test.each([
    ['publish', 'active'],
    ['private', 'active'],
    ['draft', 'inactive'],
    ['pending', 'inactive'],
    ['future', 'inactive'],
    ['auto-draft', 'inactive'],
    ['wc-archived', 'inactive'],
    ['', 'inactive'],
    // It is removed as well, and keeps its status for when it comes back.
    ['trash', 'active'],
  ])('whose post is %s in the store is %s', (sourcePostStatus, expected) => {
    expect(ticketStatus({ ...valid, sourcePostStatus }, 'paid', false)).toBe(expected);
    expect(ticketStatus({ ...valid, sourcePostStatus }, 'paid', true)).toBe('refunded');
    expect(ticketStatus({ ...valid, sourcePostStatus, sourceStatus: 'Canceled' }, 'paid', false)).toBe(
      'cancelled',
    );
  });

  test('without a post is pending; one made from a line is active', () => {
    const none = { sourceStatus: null, sourcePostStatus: null };
    expect(ticketStatus({ origin: 'checkout', ...none }, 'paid', false)).toBe('pending');
    expect(ticketStatus({ origin: 'line_item', ...none }, 'paid', false)).toBe('active');
  });
});

describe('a ticket without an order', () => {
  test('that names a deleted order is orphaned, with any status of its own', () => {
    for (const sourceStatus of ['Not Checked In', 'Checked In', 'Canceled']) {
      expect(deriveOrphan(exampleTicket(5, { wooOrderId: 9, sourceStatus }), RULES, [])?.status).toBe(
        'orphaned',
      );
    }
  });

  test.each([
    ['Not Checked In', 'active'],
    ['Checked In', 'active'],
    ['Canceled', 'cancelled'],
    ['Unpaid', 'inactive'],
  ])('that never had one follows its own status %s', (sourceStatus, expected) => {
    const imported = exampleTicket(5, { wooOrderId: null, createType: 'CSV', sourceStatus });
    expect(deriveOrphan(imported, RULES, [])).toMatchObject({ status: expected, price: 0n, wooItemId: null });
  });

  test('keeps its row, its key and the local check-in', () => {
    const { attendee, formData } = exampleTicket(5);
    const row = {
      id: 'row',
      wooTicketId: 5,
      pendingKey: '1.1',
      productId: 100,
      variationId: 0,
      refunded: true,
      attendee,
      formData,
      localDays: [{ day: 1, checkedIn: true }],
    };
    expect(deriveOrphan(exampleTicket(5, { wooOrderId: 9 }), RULES, [row])).toMatchObject({
      existingId: 'row',
      pendingKey: '1.1',
      days: [{ day: 1, checkedIn: true }],
      storeDays: [{ day: 1, checkedIn: false }],
    });
  });

  test('is closed while its post is a draft', () => {
    const drafted = exampleTicket(5, { wooOrderId: null, sourcePostStatus: 'draft' });
    expect(deriveOrphan(drafted, RULES, [])).toMatchObject({ status: 'inactive', trashed: false });
  });

  test('gets the variation with its attributes, if it names none', () => {
    expect(deriveOrphan(exampleTicket(5, { offeredVariationId: 11 }), RULES, [])?.variationId).toBe(11);
    expect(
      deriveOrphan(exampleTicket(5, { variationId: 12, offeredVariationId: 11 }), RULES, [])?.variationId,
    ).toBe(12);
  });

  test('in the trash is marked as trashed', () => {
    const trashed = exampleTicket(5, { wooOrderId: null, sourcePostStatus: 'trash' });
    expect(deriveOrphan(trashed, RULES, [])?.trashed).toBe(true);
  });

  test('of another product or variation is not of this event', () => {
    expect(deriveOrphan(exampleTicket(5, { productId: 200 }), RULES, [])).toBeNull();
    expect(deriveOrphan(exampleTicket(5), { ...RULES, variationId: 11 }, [])).toBeNull();
  });
});
