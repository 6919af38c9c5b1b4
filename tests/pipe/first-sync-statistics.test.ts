import { expect, onTestFinished, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { freshStoreDatabase } from '../servers/databases.ts';
import { freshBackend, syncProduct } from './sync-store.ts';

test('a first sync takes statistics of the tables that it fills after pages 2, 8 and 32, and later readings take none', async () => {
  const store = await freshStoreDatabase();
  const backend = await freshBackend();
  onTestFinished(async () => {
    await backend.close();
    await store.drop();
  });
  await makeDemoStore({ url: store.url, orders: 60, seed: 4, layout: 'hpos' });
  const input = { storeUrl: store.url, product: MAIN_EVENT_ID, pageOrders: 1 };
  const analyzed = async (): Promise<ReadonlyMap<string, number>> => {
    // PostgreSQL notes the rows that it counted in the transaction that takes the statistics.
    const { rows } = await backend.db.query<{ name: string; rows: number }>(
      `select relname::text as name, reltuples::int as rows from pg_class
       where relnamespace = current_schema()::regnamespace and relname in ('orders', 'tickets', 'sync_changes')`,
    );
    return new Map(rows.map(({ name, rows: counted }) => [name, counted]));
  };
  const { report } = await syncProduct(backend, input);
  expect(report.verification).toBe('verified');
  const first = await analyzed();
  // One page holds one order of the event; the last statistics were taken after 32 of them.
  expect(report.counts.orders.read).toBeGreaterThan(32);
  expect(first.get('orders')).toBe(32);
  expect(first.get('tickets')).toBeGreaterThanOrEqual(32);
  expect(first.get('sync_changes')).toBeGreaterThanOrEqual(64);
  await syncProduct(backend, { ...input, depth: 'full' });
  expect(await analyzed()).toEqual(first);
});
