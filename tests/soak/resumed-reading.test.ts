import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { firstDifference, type WholeBackend, wholeBackend } from '../pipe/whole-backend.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { firstSync } from '../tasks/kill-and-resume.ts';

const ORDERS = Number(process.env['RESUME_ORDERS'] ?? 20_000);

describe.each(['hpos', 'posts'] as const)(
  'a big first sync of a store that keeps its orders in %s',
  (layout) => {
    let store: StoreDatabase;
    let unbroken: { readonly backend: WholeBackend; readonly orders: number };

    beforeAll(async () => {
      store = await freshStoreDatabase();
      await makeDemoStore({ url: store.url, orders: ORDERS, seed: 5, layout });
      const { world, asked } = await firstSync({ storeUrl: store.url, kill: null });
      unbroken = { backend: await wholeBackend(world.db), orders: asked.length };
      await world.close();
    }, 1_800_000);
    afterAll(async () => await store.drop());

    it('that is killed at 60 % leaves at most 45 % to the next attempt, which ends like an undisturbed one', async () => {
      const { orders, backend } = unbroken;
      const kill = { afterOrders: orders * 0.6, change: async () => undefined };
      const { world, asked, attempts, verification } = await firstSync({ storeUrl: store.url, kill });
      try {
        expect(attempts[1]).toMatchObject({ outcome: 'success', continued_attempt: 1 });
        expect(attempts[1]?.orders_read).toBe(asked.length);
        expect(asked.length).toBeGreaterThan(0);
        expect(asked.length).toBeLessThanOrEqual(0.45 * orders);
        expect(verification).toBe('verified');
        expect(firstDifference(await wholeBackend(world.db), backend)).toBeNull();
      } finally {
        await world.close();
      }
    }, 1_800_000);
  },
);
