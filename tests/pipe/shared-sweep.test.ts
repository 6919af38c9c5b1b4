import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  claimStoreDigests,
  releaseStoreDigests,
  saveStoreDigests,
} from '../../src/backend/readings/range-digest-records.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { StoreConnection } from '../../src/woocommerce/connect/store-connection.ts';
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

/** An execution's result, and the number of its statements that digest a whole table. */
async function sync(product: number, depth?: Depth) {
  const { reports, digesting, counting } = await syncAtOnce([product], depth);
  const [report] = reports;
  if (report === undefined) throw new Error('there is no report');
  return { report, digesting, counting };
}

async function syncAtOnce(products: readonly number[], depth?: Depth) {
  // Only sweeps of whole tables share digests; they are due once a day.
  await backend.db.query('update sync_checkpoints set whole_swept_at = null');
  const spy = vi.spyOn(StoreConnection.prototype, 'query');
  const scans = vi.spyOn(StoreConnection.prototype, 'scan');
  try {
    const done = products.map(
      async (product) =>
        await syncProduct(backend, {
          storeUrl: store.url,
          product,
          ...(depth === undefined ? {} : { depth }),
        }),
    );
    const reports = (await Promise.all(done)).map(({ report }) => report);
    for (const report of reports) {
      expect(report).toMatchObject({ status: 'success', verification: 'verified' });
    }
    const asked = spy.mock.calls.map(([sql]) => sql);
    const digesting = asked.filter((sql) => /CRC32/.test(sql) && / DIV 4096/.test(sql)).length;
    // only the whole proof of a sweep begins with this statement
    const counting = scans.mock.calls.filter(([sql]) => sql.startsWith('SELECT i.order_id FROM')).length;
    return { reports, digesting, counting };
  } finally {
    spy.mockRestore();
    scans.mockRestore();
  }
}

/**
 * A snapshot's time is a whole second, and digests from the second of the configuration's own last sweep are not used.
 */
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

it('all due configurations of a store share one sweep’s digests', async () => {
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
  // its own next sweep takes digests again
  expect((await sync(PRODUCTS[1] ?? 0)).digesting).toBeGreaterThan(0);
});

const forgetDigests = async (): Promise<void> =>
  void (await backend.db.query("update store_digests set taken_at = '-infinity'"));

it('events that are due at the same time digest their store once', async () => {
  await backend.db.query('update sync_credentials set max_concurrent_syncs = 4');
  await forgetDigests();
  const alone = await sync(PRODUCTS[0] ?? 0);
  expect(alone.digesting).toBeGreaterThan(0);
  await forgetDigests();
  await untilLaterThanTheLastSweep();
  const together = await syncAtOnce(PRODUCTS);
  expect(together.reports.map(({ depth }) => depth)).toEqual(['sweep', 'sweep']);
  expect(together.digesting).toBe(alone.digesting);
});

it('a process that dies while it digests the store delays the others only for a short time', async () => {
  await untilLaterThanTheLastSweep();
  await backend.db.query(
    "update store_digests set taken_at = '-infinity', being_taken_until = clock_timestamp() + interval '1 second'",
  );
  expect((await sync(PRODUCTS[0] ?? 0)).digesting).toBeGreaterThan(0);
  const { rows } = await backend.db.query('select being_taken_until from store_digests');
  expect(rows).toEqual([{ being_taken_until: null }]);
});

it('if nothing changed, the shared digests prove the earlier counts as of their own time', async () => {
  await untilLaterThanTheLastSweep();
  const [one, other] = [PRODUCTS[0] ?? 0, PRODUCTS[1] ?? 0];
  await sync(one);
  await sync(other);
  await untilLaterThanTheLastSweep();
  await sync(one);
  const { rows } = await backend.db.query<{ taken: Date }>('select taken_at as taken from store_digests');
  const second = await sync(other);
  expect([second.digesting, second.counting]).toEqual([0, 0]);
  expect(second.report.proof.length).toBeGreaterThan(0);
  expect(new Date(second.report.wholeProvedAt ?? '')).toEqual(rows[0]?.taken);
  // later reports show it, too
  const { report: later } = await sync(other, 'quick');
  expect([later.depth, later.wholeProvedAt]).toEqual(['quick', second.report.wholeProvedAt]);
  // a changed row of this event with a signal is counted with all others
  await untilLaterThanTheLastSweep();
  await sync(one);
  await store.exec(
    `update wp_wc_orders set billing_email = 'changed@example.com', date_updated_gmt = utc_timestamp()
     where id = (select max(order_id) from wp_wc_order_product_lookup where product_id = ${other})`,
  );
  const changed = await sync(other);
  expect(changed.report.counts.orders.updated).toBe(1);
  expect(changed.counting).toBeGreaterThan(0);
});

it('counts from before a change with a signal are made again', async () => {
  const [one, other] = [PRODUCTS[0] ?? 0, PRODUCTS[1] ?? 0];
  await untilLaterThanTheLastSweep();
  await sync(one);
  await store.exec(
    `update wp_wc_orders set total_amount = total_amount + 1, date_updated_gmt = utc_timestamp()
     where id = (select max(order_id) from wp_wc_order_product_lookup where product_id = ${other})`,
  );
  expect((await sync(other, 'quick')).report.counts.orders.updated).toBe(1);
  const swept = await sync(other);
  expect([swept.report.depth, swept.digesting]).toEqual(['sweep', 0]);
  expect(swept.counting).toBeGreaterThan(0);
  const { rows } = await backend.db.query(
    "select 1 from sync_log_lines where message like '%everything is read%' and execution_id = $1",
    [swept.report.executionId],
  );
  expect(rows).toEqual([]);
});

it('digests are not replaced by older ones, and only the holder of a claim releases it', async () => {
  const { rows } = await backend.db.query<{ id: string; taken: Date; layout: string }>(
    'select credentials_id as id, taken_at as taken, layout from store_digests',
  );
  const { id = '', taken = new Date(), layout = '' } = rows[0] ?? {};
  const claims = async () =>
    (await backend.db.query('select taken_at, being_taken_until::text as until from store_digests')).rows;
  await saveStoreDigests(backend.db, id, layout, new Date(taken.getTime() - 1000), []);
  expect(await claims()).toEqual([{ taken_at: taken, until: null }]);
  const lapsed = await claimStoreDigests(backend.db, id, layout);
  expect(await claimStoreDigests(backend.db, id, layout)).toBeNull();
  await backend.db.query(
    "update store_digests set being_taken_until = clock_timestamp() - interval '1 second'",
  );
  const claim = await claimStoreDigests(backend.db, id, layout);
  await releaseStoreDigests(backend.db, id, lapsed ?? '');
  expect(await claims()).toEqual([{ taken_at: taken, until: claim }]);
  await releaseStoreDigests(backend.db, id, claim ?? '');
  expect(await claims()).toEqual([{ taken_at: taken, until: null }]);
});
