import { expect, test } from 'vitest';
import type { StoreProof } from '../../source/totals.ts';
import { compareWhole, owedTickets } from './compare.ts';

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
  const store: StoreProof = { orders: [], tickets: [], pending };
  const rows = compareWhole(store, { orders: [], tickets: [], pendingTickets: 100 }, {});
  expect(rows).toMatchObject([{ subject: 'pending_tickets', store: '101', backend: '100', equal: false }]);
});
