import { describe, expect, it, test } from 'vitest';
import type { StoreProof } from '../../source/totals.ts';
import { compareWhole, owedTickets } from './compare.ts';

const NOTHING: StoreProof = {
  orders: [],
  tickets: [],
  pending: [],
  slots: [],
  seatRows: [],
  pendingPlaces: [],
  unplacedOrderIds: [],
};
const HERE = {
  orders: [],
  tickets: [],
  pendingTickets: 100,
  slots: [],
  seatRows: [],
  pendingSlots: [],
  pendingSeatRows: [],
};
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

  it('are counted by name alone if the store does not write the time', () => {
    const written = { ...LATE, when: null };
    expect(differences([EARLY, written], [EARLY, LATE])).toEqual([]);
    expect(differences([EARLY, written], [EARLY])).toEqual([['Tour (10:30)', '5', '3']]);
  });
});

describe('tickets by seat', () => {
  const differences = (store: StoreProof['seatRows'], backend: StoreProof['seatRows']) =>
    compareWhole({ ...NOTHING, seatRows: store }, { ...HERE, pendingTickets: 0, seatRows: backend }, {})
      .filter(({ subject }) => subject === 'seats')
      .map(({ group, store: there, backend: here, equal }) => [group, there, here, equal]);

  it('are listed by row, and by number where a number differs', () => {
    const row = { row: 'A', seats: [['1', 1] as const, ['2', 1] as const] };
    expect(differences([row], [row])).toEqual([['A', '2', '2', true]]);
    const moved = { row: 'A', seats: [['1', 1] as const, ['3', 1] as const] };
    expect(differences([row], [moved])).toEqual([
      ['A', '2', '2', true],
      ['A / 2', '1', '0', false],
      ['A / 3', '0', '1', false],
    ]);
  });
});

test('slots and seats of attendees are those of orders that the mapping counts as paid', () => {
  const ofStatus = (sourceStatus: string, slot: string) => ({
    sourceStatus,
    everPaid: false,
    slots: [{ slot, when: '', tickets: 1 }],
    seatRows: [{ row: slot, seats: [['1', 1] as const] }],
  });
  const store = { ...NOTHING, pendingPlaces: [ofStatus('processing', 'A'), ofStatus('on-hold', 'B')] };
  const rows = (mapping: Parameters<typeof compareWhole>[2]) =>
    compareWhole(store, HERE, mapping)
      .filter(({ subject }) => ['pending_slots', 'pending_seats'].includes(subject))
      .map(({ subject, group, store: there }) => `${subject} ${group} ${there}`);
  expect(rows({})).toEqual(['pending_slots A 1', 'pending_seats A 1', 'pending_seats A / 1 1']);
  expect(rows({ processing: 'failed', 'on-hold': 'paid' })).toEqual([
    'pending_slots B 1',
    'pending_seats B 1',
    'pending_seats B / 1 1',
  ]);
});
