import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { rowIds } from './row-ids.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  // its orders are in both storages, with the same content
  await makeDemoStore({ url: store.url, orders: 120, seed: 4, layout: 'compatibility', prefix: 'wp_' });
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync() {
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: 173_911 });
  expect(report).toMatchObject({ status: 'success', verification: 'verified' });
  return report;
}

it('a store whose orders moved to the other storage is read again, and every row continues', async () => {
  expect(await sync()).toMatchObject({ depth: 'full' });
  expect(await sync()).toMatchObject({ depth: 'sweep' });
  const before = await rowIds(backend.db);
  for (const [enabled, stale] of [
    ['no', `update wp_wc_orders set transaction_id = 'stale', date_updated_gmt = utc_timestamp()`],
    ['yes', `update wp_posts set post_excerpt = 'stale', post_modified_gmt = utc_timestamp()`],
  ] as const) {
    await store.exec(`update wp_options set option_value = '${enabled}'
      where option_name = 'woocommerce_custom_orders_table_enabled'`);
    const moved = await sync();
    expect(moved).toMatchObject({ depth: 'full' });
    expect(moved.counts.orders).toMatchObject({ created: 0, removed: 0 });
    expect(moved.counts.tickets).toMatchObject({ created: 0, removed: 0 });
    // rows that stay in the other storage are no longer orders
    await store.exec(stale);
    const next = await sync();
    expect(next).toMatchObject({ depth: 'sweep' });
    expect(next.counts.orders).toMatchObject({ created: 0, updated: 0, removed: 0 });
  }
  expect(await rowIds(backend.db)).toEqual(before);
});
