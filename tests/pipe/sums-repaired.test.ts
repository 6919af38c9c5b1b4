import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { sumDifferences } from '../backend/sums/rows-added-up.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 30, seed: 4, layout: 'hpos' });
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync(depth: Depth): Promise<void> {
  const { report } = await syncProduct(backend, {
    storeUrl: store.url,
    product: MAIN_EVENT_ID,
    depth,
    pageOrders: 4,
  });
  expect(report).toMatchObject({ verification: 'verified', depth });
}

const faults = async () =>
  await queryRows<{ level: string; details: object }>(
    backend.db,
    `select level, details from sync_log_lines
     where message = 'the sums of the event differed from its rows and were repaired' order by id`,
  );

test('a first sync writes sums without a fault, and a sweep that finds sums changed repairs and reports them', async () => {
  await sync('full');
  expect(await sumDifferences(backend.db)).toEqual([]);
  expect(await faults()).toEqual([]);
  await queryRows(backend.db, 'update event_order_sums set total = total + 1 where orders > 0');
  await queryRows(backend.db, 'update event_order_span_sums set total = total + 1 where orders > 0');
  await queryRows(backend.db, 'update event_ticket_sums set tickets = tickets + 1');
  expect(await sumDifferences(backend.db)).not.toEqual([]);
  await sync('sweep');
  expect(await sumDifferences(backend.db)).toEqual([]);
  expect(await faults()).toMatchObject([
    {
      level: 'error',
      details: { event_order_sums: expect.any(Number), event_ticket_sums: expect.any(Number) },
    },
  ]);
});
