import { describe, expect, it, test } from 'vitest';
import type { StoreProof } from '../../source/totals.ts';
import { compareWhole, owedTickets } from './compare.ts';

const NOTHING: StoreProof = { orders: [], tickets: [], pending: [], slots: [] };
const HERE = { orders: [], tickets: [], pendingTickets: 100, slots: [] };
const pending = [
  { sourceStatus: 'processing', everPaid: false, tickets: 1 },
  { sourceStatus: 'on-hold', everPaid: false, tickets: 10 },
  { sourceStatus: 'checked', everPaid: true, tickets: 100 },
  { sourceStatus: 'checked', everPaid: false, tickets: 1000 },
];

test.each([
  [{}, 101],
  [{ checked: 'paid' }, 1101],
  [{ checked: 'pending' }, 1],
  [{ 'on-hold': 'paid' }, 111],
  [{ processing: 'failed', checked: 'cancelled' }, 0],
] as const)('with the mapping %j the store owes %i tickets', (mapping, owed) => {
  expect(owedTickets(pending, mapping)).toBe(owed);
});

test('tickets that the store owes are compared with the pending tickets here', () => {
  const store: StoreProof = { ...NOTHING, pending };
  const rows = compareWhole(store, HERE, {});
  expect(rows).toMatchObject([{ subject: 'pending_tickets', store: '101', backend: '100', equal: false }]);
});

describe('tickets by slot', () => {
  const EARLY = { slot: 'Tour (10:30)', when: '2027-01-09T09:30:00Z', tickets: 3 };
  const LATE = { slot: 'Tour (10:30)', when: '2027-01-10T09:30:00Z', tickets: 2 };
  const differences = (store: StoreProof['slots'], backend: StoreProof['slots']) =>
    compareWhole({ ...NOTHING, slots: store }, { ...HERE, pendingTickets: 0, slots: backend }, {})
      .filter(({ equal }) => !equal)
      .map(({ group, store: there, backend: here }) => [group, there, here]);

  it('differ when one ticket is at another time of the same name', () => {
    expect(differences([EARLY, LATE], [EARLY, LATE])).toEqual([]);
    expect(
      differences(
        [EARLY, LATE],
        [
          { ...EARLY, tickets: 4 },
          { ...LATE, tickets: 1 },
        ],
      ),
    ).toEqual([
      ['Tour (10:30) / 2027-01-09T09:30:00Z', '3', '4'],
      ['Tour (10:30) / 2027-01-10T09:30:00Z', '2', '1'],
    ]);
  });

  it('are counted by name alone where the store does not write the time', () => {
    const written = { ...LATE, when: null };
    expect(differences([EARLY, written], [EARLY, LATE])).toEqual([]);
    expect(differences([EARLY, written], [EARLY])).toEqual([['Tour (10:30)', '5', '3']]);
  });
});
