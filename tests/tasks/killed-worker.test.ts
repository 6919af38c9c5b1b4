import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import { eventIdOf, freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { killAndTakeOver } from './kill-and-take-over.ts';

let store: StoreDatabase;
let redis: PrivateRedis;
let undisturbed: unknown;

beforeAll(async () => {
  store = await freshStoreDatabase();
  redis = await startPrivateRedis();
  await makeDemoStore({ url: store.url, orders: 1_600, seed: 3, layout: 'hpos' });
  const backend = await freshBackend();
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: 173_911 });
  undisturbed = await backendEvent(backend.db, eventIdOf(report));
  await backend.close();
});
afterAll(async () => {
  await redis.stop();
  await store.drop();
});

// The soak tests cover all failpoints.
it('a worker that is killed in mid-COPY is taken over within 30 s, and nothing is left half done', async () => {
  const ends = await Promise.all([
    killAndTakeOver('in the midst of COPY', store.url, { kind: 'redis', url: redis.url }),
    killAndTakeOver('in the midst of COPY', store.url, { kind: 'postgres' }),
  ]);
  for (const end of ends) expect(end).toEqual(undisturbed);
});
