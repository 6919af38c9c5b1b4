import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { StoreConnection } from '../../src/woocommerce/reach/store-connection.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCTS = [173_911, 173_931];
let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 150, seed: 9, layout: 'hpos' });
  for (const product of PRODUCTS) await sync(product);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

/** What an execution did, and how many statements it asked that digest a whole table. */
async function sync(product: number) {
  const spy = vi.spyOn(StoreConnection.prototype, 'query');
  try {
    const { report } = await syncProduct(backend, { storeUrl: store.url, product });
    expect(report).toMatchObject({ status: 'success', verification: 'verified' });
    const digesting = spy.mock.calls.filter(([sql]) => /CRC32/.test(sql) && / DIV 4096/.test(sql));
    return { report, digesting: digesting.length };
  } finally {
    spy.mockRestore();
  }
}

/** A snapshot's time is a whole second, and digests of the very second of one's own last sweep are not taken. */
async function untilLaterThanTheLastSweep(): Promise<void> {
  await waitFor(
    async () =>
      (
        await backend.db.query<{ later: boolean }>(
          "select date_trunc('second', clock_timestamp()) > max(snapshot_taken_at) as later from sync_checkpoints",
        )
      ).rows[0]?.later,
    (later) => later === true,
  );
}

it('one sweep’s digests serve all configurations of a store that are due', async () => {
  const { rows } = await backend.db.query<{ item: number; product: number }>(
    `select min(i.woo_item_id) as item, e.woo_product_id as product from order_items i
     join orders o on o.id = i.order_id join events e on e.id = o.event_id group by 2 order by 2`,
  );
  expect(rows.map(({ product }) => product)).toEqual(PRODUCTS);
  await store.exec(
    rows
      .map(
        ({ item }) => `update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1
          where order_item_id = ${item} and meta_key = '_line_total'`,
      )
      .join(';'),
  );
  await untilLaterThanTheLastSweep();
  const [first, second] = [await sync(PRODUCTS[0] ?? 0), await sync(PRODUCTS[1] ?? 0)];
  expect([first.report.depth, second.report.depth]).toEqual(['sweep', 'sweep']);
  expect(first.digesting).toBeGreaterThan(0);
  expect(second.digesting).toBe(0);
  for (const { report } of [first, second]) expect(report.counts.orders.updated).toBeGreaterThan(0);
  // its own next sweep looks anew
  expect((await sync(PRODUCTS[1] ?? 0)).digesting).toBeGreaterThan(0);
});
