import { z } from 'zod';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoStore } from '../../src/demo/model/model.ts';
import type { ServerParts } from '../../src/http/server/server.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

export const MAIN_PRODUCT = 173911;
export const THREE_DAY_PRODUCT = 173941;

/** A server whose backend has synced events of the demo store. */
export interface BackendWorld extends ApiWorld {
  /** The backend's address, for another process. */
  readonly url: string;
  readonly shop: StoreDatabase;
  /** The model of the store. */
  readonly store: DemoStore;
  readonly eventId: string;
  /** Of the first event. */
  readonly configurationId: string;
  readonly threeDayEventId: string;
  sync(product?: number): Promise<SyncReport>;
  one<T>(sql: string, values?: readonly unknown[]): Promise<T>;
  close(): Promise<void>;
}

export async function openBackendWorld(
  orders: number,
  given: Partial<ServerParts> = {},
): Promise<BackendWorld> {
  const shop = await freshStoreDatabase();
  const { store } = await makeDemoStore({ url: shop.url, orders, seed: 11, layout: 'hpos' });
  const database = await freshBackendDatabase();
  const api = await openApiWorldOn(database, () => given);
  const { backend } = api;
  const sync = async (product = MAIN_PRODUCT) =>
    (await syncProduct(backend, { storeUrl: shop.url, product })).report;
  const eventId = eventIdOf(await sync());
  const threeDayEventId = eventIdOf(await sync(THREE_DAY_PRODUCT));
  const one = async <T>(sql: string, values: readonly unknown[] = []): Promise<T> => {
    const { rows } = await backend.db.query(sql, [...values]);
    if (rows[0] === undefined) throw new Error(`no row: ${sql}`);
    return rows[0] as T;
  };
  const { id: configurationId } = await one<{ id: string }>(
    'select configuration_id as id from events where id = $1',
    [eventId],
  );
  return {
    ...api,
    url: database.url,
    shop,
    store,
    eventId,
    configurationId,
    threeDayEventId,
    sync,
    one,
    async close() {
      await api.close();
      await database.drop();
      await shop.drop();
    },
  };
}

const looseRow = z.looseObject({ id: z.union([z.string(), z.int()]) });
export const loosePage = z.object({
  count: z.int(),
  count_exact: z.boolean(),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(looseRow),
});

/** A page of a list, requested with its query or by a link of another page. */
export async function pageOf(world: BackendWorld, url: string): Promise<z.infer<typeof loosePage>> {
  const path = url.replace(/^https?:\/\/[^/]+/, '');
  const reply = await world.ask('superuser', 'GET', path);
  if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${reply.body}`);
  return loosePage.parse(reply.json());
}
