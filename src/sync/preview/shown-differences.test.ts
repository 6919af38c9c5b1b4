import { describe, expect, it } from 'vitest';
import { ShownDifferences } from './shown-differences.ts';

function digestOf(note: (shown: ShownDifferences) => void): string {
  const shown = new ShownDifferences();
  note(shown);
  return shown.summary().digest;
}

describe('the digest of a preview', () => {
  const names = new Map([
    ['t-a', '455:7'],
    ['t-b', '455:8'],
    ['t-again', '455:7'],
  ]);
  const moved = (tier: string): string =>
    digestOf((shown) => {
      const fields = { ticket_tier_id: [null, tier] } as const;
      shown.note({ table: 'tickets', rowId: 'x', label: '6001', operation: 'updated', fields }, names);
    });
  const linked = (tier: string): string =>
    digestOf((shown) => shown.noteLinks('tickets', '6001', { ticket_tier_id: tier, price: 8n }, names));

  it.each([
    ['of a ticket that changes', moved],
    ['of a new ticket', linked],
  ])('names the tier %s as the store does', (_, digest) => {
    expect(digest('t-b')).not.toBe(digest('t-a'));
    expect(digest('t-again')).toBe(digest('t-a'));
  });

  it('contains the store’s value beside one that a person edited', () => {
    const of = (text: string): string =>
      digestOf((shown) =>
        shown.noteStoreValues('tickets', {
          id: 'x',
          before: { store_values: '{}' },
          after: { store_values: text },
        }),
      );
    expect(of('{"attendee_name": "Ana"}')).not.toBe(of('{"attendee_name": "Eva"}'));
    expect(of('{}')).toBe(digestOf(() => undefined));
  });

  it('contains the row that cannot be read', () => {
    const of = (raw: unknown): string =>
      digestOf((shown) => shown.noteReject({ kind: 'order', wooId: 7, code: 'money.malformed', raw }));
    expect(of({ total: 'a' })).not.toBe(of({ total: 'b' }));
    expect(of({ total: 'a' })).toBe(of({ total: 'a' }));
  });
});
