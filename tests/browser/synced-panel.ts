import type { Browser } from 'playwright-core';
import { expect, inject } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoStore } from '../../src/demo/model/model.ts';
import { listen } from '../../src/http/server/listen.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';
import { enterPanel, openBrowser, type Visit } from './panel-world.ts';

/** A panel whose backend has synced the concert of a demo store, and a browser. */
export interface SyncedPanel {
  readonly storeUrl: string;
  readonly store: DemoStore;
  readonly world: ApiWorld;
  readonly browser: Browser;
  /** Of the service. */
  readonly url: string;
  /** Syncs the concert again. */
  sync(): Promise<void>;
  /** A signed-in user of that role, in a separate context, on one of the screens. */
  enter(role: Role, path: string, locale?: string): Promise<Visit>;
  close(): Promise<void>;
}

export async function openSyncedPanel(orders: number): Promise<SyncedPanel> {
  const [database, backend, browser] = await Promise.all([
    freshStoreDatabase(),
    freshBackendDatabase(),
    openBrowser(),
  ]);
  const { store } = await makeDemoStore({ url: database.url, orders, seed: 11, layout: 'hpos' });
  const world = await openApiWorldOn(backend, () => ({ adminDir: inject('panelDir') }));
  const sync = async (): Promise<void> => {
    const { report } = await syncProduct(world.backend, { storeUrl: database.url, product: 173911 });
    expect(report.verification).toBe('verified');
  };
  await sync();
  const url = await listen(world.server, { host: '127.0.0.1', port: 0 });
  return {
    storeUrl: database.url,
    store,
    world,
    browser,
    url,
    sync,
    async enter(role, path, locale) {
      return await enterPanel(browser, url, role, path, locale);
    },
    async close() {
      await browser.close();
      await world.close();
      await backend.drop();
      await database.drop();
    },
  };
}
