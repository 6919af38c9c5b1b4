import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { enterPanel, type Visit } from './panel-world.ts';

const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');

/** A panel that can reach stores, and a demo store without credentials in it yet. */
export interface PanelBesideStore {
  readonly shop: StoreDatabase;
  readonly world: ApiWorld;
  /** A signed-in user of that role, in a separate browser context, on one of the screens. */
  enter(browser: Browser, role: Role, path: string, locale?: string): Promise<Visit>;
  /** Of the service. */
  readonly url: string;
  close(): Promise<void>;
}

export async function openPanelBesideStore(orders: number): Promise<PanelBesideStore> {
  const [shop, database] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  await makeDemoStore({ url: shop.url, orders, seed: 11, layout: 'hpos' });
  const log = createLog('silent', process.stderr);
  const now = () => new Date();
  const world = await openApiWorldOn(database, (db) => ({
    adminDir: inject('panelDir'),
    secretKey,
    stores: createStoreAccess({ db, log, now, secretKey, environment: null }),
  }));
  const url = await listen(world.server, { host: '127.0.0.1', port: 0 });
  return {
    shop,
    world,
    url,
    async enter(browser, role, path, locale) {
      return await enterPanel(browser, url, role, path, locale);
    },
    async close() {
      await world.close();
      await database.drop();
      await shop.drop();
    },
  };
}
