import { expect } from 'vitest';
import { copyOfFilledBackend, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, backendOn, syncProduct } from './sync-store.ts';
import { dumpPath, readTruth, type Truth } from './truth-file.ts';

/** A sample store, and a backend that has synced each product of it once. */
export interface SyncedSampleStore {
  readonly store: StoreDatabase;
  readonly backend: Backend & { readonly url: string };
  /** Ids of the events, by product. */
  readonly events: ReadonlyMap<number, string>;
}

/** The products that a sample store has or had. */
export function productsOf(truth: Truth): readonly number[] {
  return truth.products.map((product) => product.product_id).filter((id) => id > 0);
}

/** Both are the test's own copies: the store is read once for all files, which begin with the same executions. */
export async function syncedSampleStore(name: string): Promise<SyncedSampleStore> {
  const store = await loadedStore(name);
  const database = await copyOfFilledBackend(name, async (url) => {
    await syncAll(url, store, name);
  });
  const backend = backendOn(database);
  // It was filled from another file's copy of the store.
  await backend.db.query('update sync_credentials set database_name = $1', [store.name]);
  return { store, backend, events: await eventsIn(backend) };
}

/** The same for tests that only read the backend. */
export async function syncedSampleBackend(name: string): Promise<Omit<SyncedSampleStore, 'store'>> {
  const database = await copyOfFilledBackend(name, async (url) => {
    const store = await loadedStore(name);
    try {
      await syncAll(url, store, name);
    } finally {
      await store.drop();
    }
  });
  const backend = backendOn(database);
  return { backend, events: await eventsIn(backend) };
}

async function loadedStore(name: string): Promise<StoreDatabase> {
  const store = await freshStoreDatabase();
  await store.loadDump(dumpPath(name));
  return store;
}

async function eventsIn({ db }: Backend): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.query<{ product: number; id: string }>(
    'select woo_product_id as product, id from events',
  );
  return new Map(rows.map(({ product, id }) => [product, id]));
}

async function syncAll(url: string, store: StoreDatabase, name: string): Promise<void> {
  const backend = backendOn({ url, drop: async () => undefined });
  try {
    for (const product of productsOf(readTruth(name))) {
      const { report } = await syncProduct(backend, { storeUrl: store.url, product });
      const differences = report.proof.filter(({ equal }) => !equal);
      expect({ product, ...report, differences }).toMatchObject({
        product,
        status: 'success',
        verification: 'verified',
        differences: [],
        rejects: [],
      });
    }
  } finally {
    await backend.close();
  }
}
