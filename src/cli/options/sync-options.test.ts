import { describe, expect, test } from 'vitest';
import { parseSyncOptions } from './sync-options.ts';

const GIVEN = {
  storeUrl: 'mysql://reader@127.0.0.1/shop',
  product: '173911',
  eventName: ' Evento Híbrido ',
  organizerEmail: 'organizer@example.com',
  serviceFee: '10',
  tierName: 'General',
  json: false,
};

describe('parseSyncOptions', () => {
  test('reads the typed options', () => {
    expect(parseSyncOptions({ ...GIVEN, prefix: 'tk_9x_', serviceFee: '7.5' })).toEqual({
      storeUrl: 'mysql://reader@127.0.0.1/shop',
      prefix: 'tk_9x_',
      productId: 173911,
      productIds: null,
      eventName: 'Evento Híbrido',
      organizerEmail: 'organizer@example.com',
      organizerName: null,
      serviceFee: 7_50000000n,
      tierName: 'General',
      timeZone: null,
      anotherOrganizer: false,
      confirmMoneyChange: false,
      json: false,
    });
  });

  test('reports all faults at once, by option', () => {
    const wrong = { ...GIVEN, product: '0', eventName: ' ', organizerEmail: 'ana', serviceFee: '101' };
    expect(() => parseSyncOptions(wrong)).toThrow(
      /^--product must be .*; --event-name must .*; --organizer-email must .*; --service-fee must .*\.$/,
    );
  });

  test.each(['-1', '100.01', '10.005', '1e1', '10,5', ''])('refuses the fee %j', (serviceFee) => {
    expect(() => parseSyncOptions({ ...GIVEN, serviceFee })).toThrow('--service-fee must be a percentage');
  });

  test.each(['173911; drop', '1.5', '-3', ''])('refuses the product %j', (product) => {
    expect(() => parseSyncOptions({ ...GIVEN, product })).toThrow('--product must be the product number');
  });

  test('refuses a prefix that could leave its place in a query', () => {
    expect(() => parseSyncOptions({ ...GIVEN, prefix: 'wp_`; --' })).toThrow('--prefix may contain');
  });
});
