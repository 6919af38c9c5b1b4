import pg from 'pg';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import type { LifeCase } from '../pipe/life/life-case.ts';
import { ORDER_CASES } from '../pipe/life/order-cases.ts';
import { TICKET_CASES } from '../pipe/life/ticket-cases.ts';
import { type Backend, backendOn, syncProduct } from '../pipe/sync-store.ts';
import { productsOf, syncedSampleStore } from '../pipe/synced-sample-store.ts';
import { dumpPath, readTruth } from '../pipe/truth-file.ts';
import { type FreshDatabase, freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';

/** A store, and a backend that has synced each of its events once. */
export interface Stage {
  readonly backend: Backend;
  readonly backendUrl: string;
  /** The schema of the backend's tables. */
  readonly schema: string;
  /** Changes the store: orders, refunds, removals. */
  change(): Promise<void>;
  /** Each event once more. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const CASES: readonly LifeCase[] = [...ORDER_CASES, ...TICKET_CASES];

/** A demo store whose orders change, beside a backend in a separate schema. */
export async function demoStage(): Promise<Stage> {
  const database = await freshStoreDatabase();
  const { store } = await makeDemoStore({ url: database.url, orders: 30, seed: 3, layout: 'hpos' });
  const editor = await StoreEditor.open(database.url, store);
  const backend = backendOn(await inSchemaOfItsOwn(await freshBackendDatabase()));
  const orders = new Map<LifeCase, number>();
  for (const one of CASES) orders.set(one, await one.born(editor));
  const sync = async (): Promise<void> => await syncEach(backend, database.url, EVENTS);
  await sync();
  await withoutRemovalGuard(backend);
  return {
    backend,
    backendUrl: backend.url,
    schema: SCHEMA,
    async change() {
      const nothing = async (): Promise<void> => undefined;
      const here = { checkIn: nothing, undo: nothing };
      for (const one of CASES) await one.happens(editor, orders.get(one) ?? 0, here);
    },
    sync,
    async close() {
      await editor.close();
      await backend.close();
      await database.drop();
    },
  };
}

/** A sample store A that becomes B. */
export async function sampleStage(before: string, after: string): Promise<Stage> {
  const { store, backend } = await syncedSampleStore(before);
  const products = productsOf(readTruth(before));
  await withoutRemovalGuard(backend);
  return {
    backend,
    backendUrl: backend.url,
    schema: 'public',
    change: async () => await store.loadDump(dumpPath(after)),
    sync: async () => await syncEach(backend, store.url, products),
    async close() {
      await backend.close();
      await store.drop();
    },
  };
}

const SCHEMA = 'taquilla';

/** As docs/installing.md describes it for a shared database. */
async function inSchemaOfItsOwn(database: FreshDatabase): Promise<FreshDatabase> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`alter schema public rename to ${SCHEMA}; create schema public`);
  } finally {
    await client.end();
  }
  return {
    ...database,
    url: `${database.url}${database.url.includes('?') ? '&' : '?'}options=-c%20search_path%3D${SCHEMA}`,
  };
}

const EVENTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID];

/** So many rows are removed at once that the removal guard would stop it. */
async function withoutRemovalGuard(backend: Backend): Promise<void> {
  await backend.db.query('update sync_configurations set max_removal_percent = 100');
}

async function syncEach(backend: Backend, storeUrl: string, products: readonly number[]): Promise<void> {
  for (const product of products) {
    const { report } = await syncProduct(backend, { storeUrl, product });
    if (report.verification !== 'verified')
      throw new Error(`product ${product}: ${report.verification} ${JSON.stringify(report.error)}`);
  }
}
