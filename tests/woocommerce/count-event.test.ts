import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { CONCERT, concertStore } from './concert-store.ts';
import { NEVER, openStore, readWholeEvent, withSnapshot } from './open-store.ts';

describe.each(['hpos', 'posts'] as const)('the proof of a store with its orders in %s', (layout) => {
  let database: StoreDatabase;
  let store: WooStore;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    store = openStore(database.url);
    await database.exec(concertStore(layout));
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('counts orders, money and tickets as calculated by hand', async () => {
    const { proof } = await readWholeEvent(store, CONCERT);
    const none = '0.00000000';
    expect([...proof.orders].sort((a, b) => (a.sourceStatus < b.sourceStatus ? -1 : 1))).toEqual([
      {
        sourceStatus: 'checked',
        currency: 'CLP',
        orders: 1,
        quantity: 2,
        total: '2000.00000000',
        refundedByLines: none,
        orderRefunded: none,
      },
      {
        sourceStatus: 'completed',
        currency: 'CLP',
        orders: 1,
        quantity: 2,
        total: '2000.00000000',
        refundedByLines: '1000.00000000',
        orderRefunded: '1000.00000000',
      },
      {
        sourceStatus: 'invoiced',
        currency: 'CLP',
        orders: 1,
        quantity: 2,
        total: '2000.00000000',
        refundedByLines: none,
        orderRefunded: none,
      },
      {
        sourceStatus: 'on-hold',
        currency: 'EUR',
        orders: 2,
        quantity: 2,
        total: '2000.00000000',
        refundedByLines: none,
        orderRefunded: none,
      },
      {
        sourceStatus: 'processing',
        currency: 'CLP',
        orders: 1,
        quantity: 2,
        total: '2000.00000000',
        refundedByLines: none,
        orderRefunded: none,
      },
    ]);
    expect([...proof.tickets].sort((a, b) => (a.postStatus < b.postStatus ? -1 : 1))).toEqual([
      { postStatus: 'publish', sourceStatus: 'Not Checked In', tickets: 5, daysCheckedIn: 0 },
      { postStatus: 'publish', sourceStatus: 'Checked In', tickets: 1, daysCheckedIn: 1 },
      { postStatus: 'trash', sourceStatus: 'Not Checked In', tickets: 1, daysCheckedIn: 0 },
    ]);
    expect([...proof.pending].sort((a, b) => (a.sourceStatus < b.sourceStatus ? -1 : 1))).toEqual([
      { sourceStatus: 'checked', everPaid: true, tickets: 2 },
      { sourceStatus: 'invoiced', everPaid: false, tickets: 2 },
      { sourceStatus: 'on-hold', everPaid: false, tickets: 2 },
      { sourceStatus: 'processing', everPaid: false, tickets: 2 },
    ]);
  });

  it('leaves out unreadable orders with their tickets', async () => {
    await withSnapshot(store, CONCERT, null, async (snapshot) => {
      const proof = await snapshot.countWhole({ wooOrderIds: [10], wooTicketIds: [903] }, NEVER);
      expect(proof.orders.map(({ sourceStatus }) => sourceStatus).sort()).toEqual([
        'checked',
        'invoiced',
        'on-hold',
        'processing',
      ]);
      expect(proof.tickets).toEqual([
        { postStatus: 'publish', sourceStatus: 'Not Checked In', tickets: 3, daysCheckedIn: 0 },
      ]);
    });
  });

  it('is the same if orders were counted before, also when one of these is left out', async () => {
    for (const wooOrderIds of [[], [10]]) {
      const excluded = { wooOrderIds, wooTicketIds: [] };
      const fresh = await withSnapshot(store, CONCERT, null, async (snapshot) => {
        return await snapshot.countWhole(excluded, NEVER);
      });
      const after = await withSnapshot(store, CONCERT, null, async (snapshot) => {
        await snapshot.countOrders([10, 30, 50], null, NEVER);
        await snapshot.countOrders([10, 77], null, NEVER);
        return await snapshot.countWhole(excluded, NEVER);
      });
      for (const part of ['orders', 'tickets', 'pending'] as const) {
        expect(inOrder(after[part])).toEqual(inOrder(fresh[part]));
        expect(fresh[part].length).toBeGreaterThan(0);
      }
    }
  });

  it('recounts single orders, and leaves out one that is not of the event', async () => {
    await withSnapshot(store, CONCERT, null, async (snapshot) => {
      const facts = await snapshot.countOrders([10, 30, 50, 77], null, NEVER);
      expect(
        facts.map(({ wooOrderId, quantity, total, tickets }) => [wooOrderId, quantity, total, tickets]),
      ).toEqual([
        [10, 2, '2000.00000000', 3],
        [30, 0, '0.00000000', 1],
      ]);
    });
  });
});

function inOrder(groups: readonly object[]): readonly string[] {
  return groups.map((group) => JSON.stringify(group, Object.keys(group).sort())).sort();
}
