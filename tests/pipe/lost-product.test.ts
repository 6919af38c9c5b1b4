import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { rowIds } from './row-ids.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173_911;
let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 100, seed: 6, layout: 'hpos' });
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync() {
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  expect(report).toMatchObject({ status: 'success', verification: 'verified' });
  const { rows } = await backend.db.query('select status from events');
  return { warnings: report.warnings, status: rows[0].status };
}

it('a product that is trashed, loses a variation and is deleted keeps its event, and the report says so', async () => {
  expect(await sync()).toEqual({ warnings: [], status: 'published' });
  const before = await rowIds(backend.db);

  await store.exec(`update wp_posts set post_status = 'trash' where ID = ${PRODUCT}`);
  expect(await sync()).toEqual({ warnings: ['store.product-trashed'], status: 'archived' });

  await store.exec(`delete from wp_posts where post_type = 'product_variation' and post_parent = ${PRODUCT}
    order by ID limit 1`);
  expect(await sync()).toEqual({ warnings: ['store.product-trashed'], status: 'archived' });

  await store.exec(`delete from wp_posts where ID = ${PRODUCT} or post_parent = ${PRODUCT};
    delete from wp_postmeta where post_id = ${PRODUCT}`);
  expect(await sync()).toEqual({ warnings: ['store.product-deleted'], status: 'archived' });
  expect(await rowIds(backend.db)).toEqual(before);
});
