import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 300, seed: 11, layout: 'posts' });
  backend = await freshBackend();
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function syncWith(mapping: Readonly<Record<string, string>>) {
  await backend.db.query('update sync_configurations set status_mapping = $1', [JSON.stringify(mapping)]);
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: 173911 });
  expect(report).toMatchObject({ verification: 'verified', rejects: [] });
  const { rows } = await backend.db.query<{ source: string; status: string; pending: number }>(
    `select o.source_status as source, o.status,
       (select count(*)::integer from tickets t
        where t.origin = 'checkout' and t.woo_ticket_id is null and t.removed_at is null
          and t.woo_order_id = any(array_agg(o.woo_order_id))) as pending
     from orders o where o.source_status = 'on-hold' group by 1, 2`,
  );
  return rows;
}

it('decides which orders are owed tickets, and the proof follows each change', async () => {
  const [usual] = await syncWith({});
  expect(usual).toMatchObject({ status: 'on_hold', pending: 0 });
  const [trusted] = await syncWith({ 'on-hold': 'paid' });
  expect(trusted?.status).toBe('paid');
  expect(trusted?.pending).toBeGreaterThan(0);
  expect(await syncWith({})).toEqual([usual]);
  expect(await syncWith({ 'on-hold': 'paid' })).toEqual([trusted]);
});
