import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { backendOn, syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import type { CarrierPlace } from './carriers.ts';
import { serve } from './service.ts';
import { waitFor } from './wait-for.ts';
import { startWorker } from './workers.ts';

const PRODUCT = 173_911;
const QUICKLY = { askEveryMs: 1_000, lookMs: 500 };

let redis: PrivateRedis;
const stores = new Map<'hpos' | 'posts', StoreDatabase>();

beforeAll(async () => {
  redis = await startPrivateRedis();
  for (const layout of ['hpos', 'posts'] as const) {
    const store = await freshStoreDatabase();
    await makeDemoStore({ url: store.url, orders: 120, seed: 5, layout });
    stores.set(layout, store);
  }
});
afterAll(async () => {
  await redis.stop();
  for (const store of stores.values()) await store.drop();
});

async function liveWorld(layout: 'hpos' | 'posts') {
  const store = stores.get(layout);
  if (store === undefined) throw new Error('no store');
  const database = await freshBackendDatabase();
  const backend = backendOn(database);
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  expect(report.verification).toBe('verified');
  await backend.db.query(`update sync_credentials set origin = 'saved'`);
  await backend.db.query(`update sync_configurations set status = 'active', frequency = 'daily',
    next_due_at = now() + interval '1 day'`);
  await backend.db.query(`update events set starts_at = now() + interval '1 hour', ends_at = null`);
  const { rows } = await backend.db.query<{ id: number }>(
    `select max(woo_order_id) as id from orders where source_status = 'completed'`,
  );
  const order = rows[0]?.id ?? 0;
  return {
    ...backend,
    url: database.url,
    store,
    order,
    async change(status: string): Promise<void> {
      await store.exec(
        layout === 'hpos'
          ? `update wp_wc_orders set status = 'wc-${status}', date_updated_gmt = utc_timestamp() where id = ${order}`
          : `update wp_posts set post_status = 'wc-${status}', post_modified_gmt = utc_timestamp() where ID = ${order}`,
      );
    },
    async arrives(status: string): Promise<void> {
      await waitFor(
        async () => {
          const found = await backend.db.query<{ source_status: string }>(
            'select source_status from orders where woo_order_id = $1',
            [order],
          );
          return found.rows[0]?.source_status;
        },
        (seen) => seen === status,
      );
    },
    /** The process that has the watch, once it has asked. */
    async holder(not: string | null = null): Promise<string> {
      const seen = await waitFor(
        async () => {
          const found = await backend.db.query<{ holder: string }>(
            `select holder from sync_live_watches where state = 'watching' and last_asked_at is not null`,
          );
          return found.rows[0]?.holder ?? null;
        },
        (holder) => holder !== null && holder !== not,
      );
      return seen ?? '';
    },
  };
}

it.each([
  ['hpos', 'postgres'],
  ['posts', 'redis'],
] as const)(
  'a change in a store of layout %s reaches the backend by itself, over %s',
  async (layout, carrier) => {
    const world = await liveWorld(layout);
    const place: CarrierPlace =
      carrier === 'redis' ? { kind: 'redis', url: redis.url } : { kind: 'postgres' };
    const openStore = async () =>
      openWooStore({ reach: directTo(world.store.url), prefix: null, statementLimitS: null }, testLog);
    const testStore = async () => ({ success: true, failed: null, steps: [] });
    const one = await serve({ openStore, testStore }, world.url, place, { live: QUICKLY });
    const scheduler = await serve({ openStore, testStore }, world.url, place, { live: QUICKLY, queues: [] });
    try {
      await world.holder();
      await world.change('on-hold');
      await world.arrives('on-hold');
      await world.change('completed');
      await world.arrives('completed');
      await waitFor(
        async () =>
          (await world.db.query(`select from sync_executions where status in ('pending', 'running')`))
            .rowCount,
        (left) => left === 0,
      );
      const ended = await world.db.query(
        `select distinct status, verification from sync_executions where trigger = 'live'`,
      );
      expect(ended.rows).toEqual([{ status: 'success', verification: 'verified' }]);
      const watches = await world.db.query('select token from sync_live_watches');
      expect(watches.rows).toEqual([{ token: 1 }]);
    } finally {
      await one.stop();
      await scheduler.stop();
      await world.close();
    }
  },
);

it('a killed process loses its watch to another one, which misses nothing', async () => {
  const world = await liveWorld('hpos');
  const place: CarrierPlace = { kind: 'postgres' };
  const order = { backendUrl: world.url, place, storeUrl: world.store.url, death: null, live: QUICKLY };
  const workers = [await startWorker(order)];
  try {
    const first = await world.holder();
    workers.push(await startWorker(order));
    await workers[0]?.kill();
    await world.change('on-hold');
    await world.holder(first);
    await world.arrives('on-hold');
    // An orderly end frees the watch at once.
    await workers[1]?.stop();
    const { rows } = await world.db.query('select holder, is_connected from sync_live_watches');
    expect(rows).toEqual([{ holder: null, is_connected: false }]);
  } finally {
    for (const worker of workers) await worker.kill();
    await world.change('completed');
    await world.close();
  }
});
