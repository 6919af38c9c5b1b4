import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { POINTS } from '../../src/kernel/point.ts';
import type { CarrierPlace } from '../../src/tasks/bullmq-carrier.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import { eventIdOf, freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { BACK_ENDS } from '../tasks/carriers.ts';
import { killAndTakeOver } from '../tasks/kill-and-take-over.ts';

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

describe.each(BACK_ENDS)('on %s', (backEnd) => {
  it.each(POINTS)(
    'a worker that is killed %s leaves what another one ends as if nothing had been',
    async (point) => {
      await redis.flush();
      const placeOf = (connectionString: string): CarrierPlace =>
        backEnd === 'redis' ? { kind: 'redis', url: redis.url } : { kind: 'postgres', connectionString };
      expect(await killAndTakeOver(point, store.url, placeOf)).toEqual(undisturbed);
    },
  );
});
