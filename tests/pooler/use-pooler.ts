import { afterAll, beforeAll } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { type PrivatePgbouncer, startPgbouncer } from '../servers/private-pgbouncer.ts';
import { runServers } from '../servers/run-servers.ts';

/** One pooler for the tests of a file and, if they ask for its orders, one demo store. */
export function usePooler(orders = 0) {
  let pooler: PrivatePgbouncer;
  let shop: StoreDatabase;

  beforeAll(async () => {
    pooler = await startPgbouncer(runServers().backendUrl);
    if (orders === 0) return;
    shop = await freshStoreDatabase();
    await makeDemoStore({ url: shop.url, orders, seed: 3, layout: 'hpos' });
  });
  afterAll(async () => {
    await shop?.drop();
    await pooler?.stop();
  });

  return {
    storeUrl: () => shop.url,
    /** The same database, behind the pooler. */
    before: (database: FreshDatabase) => pooler.before(database),
    /** A migrated backend behind the pooler. */
    pooledBackend: async () => pooler.before(await freshBackendDatabase()),
  };
}
