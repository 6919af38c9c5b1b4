import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startExecution } from '../../src/backend/executions/execution-start-records.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { listen } from '../../src/http/server/listen.ts';
import { askedStore } from '../../src/stores/store-access.ts';
import { runConfiguration } from '../../src/sync/attempt/run-configuration.ts';
import { openWooStore, type WooStore } from '../../src/woocommerce/woo-store.ts';
import { type ApiWorld, openApiWorld, PASSWORD } from '../http/api-world.ts';
import { FIXED_STORE } from '../http/fixed-store.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

let store: StoreDatabase;
let world: ApiWorld;
let browser: Browser;
let url: string;
let id: string;

const open = (): WooStore =>
  openWooStore({ reach: directTo(store.url), prefix: null, statementLimitS: null }, world.backend.log);

beforeAll(async () => {
  [store, browser] = await Promise.all([freshStoreDatabase(), openBrowser()]);
  await makeDemoStore({ url: store.url, orders: 20, seed: 5, layout: 'hpos' });
  world = await openApiWorld({
    adminDir: inject('panelDir'),
    stores: {
      ...FIXED_STORE,
      ask: async (_credentialsId, product, signal, use) => {
        const opened = open();
        try {
          return await use(await askedStore(opened, product, signal));
        } finally {
          await opened.close();
        }
      },
    },
  });
  await syncProduct(world.backend, { storeUrl: store.url, product: 173911, eventName: 'Evento' });
  id = String((await world.backend.db.query('select id from sync_configurations')).rows[0].id);
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await store.drop();
});

/** The site gets another address, and the scheduled check finds it. */
async function moveTo(address: string): Promise<void> {
  await store.exec(
    `update wp_options set option_value = '${address}' where option_name in ('home', 'siteurl')`,
  );
  const { db, log } = world.backend;
  const now = () => new Date();
  const execution = await startExecution(db, id, 'browser test', null, now());
  const { error } = await runConfiguration({ db, log, now, openStore: async () => open() }, execution, {
    onProgress: () => undefined,
    signal: new AbortController().signal,
    onSignal: 'cancel',
  });
  expect(error).toMatchObject({ code: 'store.address-changed' });
}

async function enter(locale: string): Promise<{ page: Page; complaints: string[] }> {
  const visited = await visit(browser, `${url}/readyz`, locale);
  const data = { email: 'superuser@example.com', password: PASSWORD };
  expect((await visited.context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  await visited.page.goto(`${url}/admin/sync_woocommerce/configurations/${id}/show`);
  visited.complaints.length = 0;
  return visited;
}

test('a moved store is compared side by side, and its address is updated', async () => {
  await moveTo('https://boletos.example.net');
  const { page, complaints } = await enter('en-US');
  await page.getByRole('button', { name: 'Compare the store' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The same data at a new address.').waitFor();
  for (const shown of [
    'https://tienda-demo.example',
    'https://boletos.example.net',
    'In Taquilla',
    'In the store now',
  ]) {
    expect([shown, await dialog.getByText(shown, { exact: true }).count()]).toEqual([shown, 1]);
  }
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Update the address' }).click();
  await dialog.waitFor({ state: 'detached' });
  const row = await world.ask('viewer', 'GET', `configurations/${id}/`);
  expect(row.json()).toMatchObject({ store_url: 'https://boletos.example.net' });
  expect(complaints).toEqual([]);
});

test('or it is marked as another store', async () => {
  await moveTo('https://ensayo.example.net');
  const { page } = await enter('es-CL');
  await page.getByRole('button', { name: 'Comparar la tienda' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Es otra tienda' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const row = await world.ask('viewer', 'GET', `configurations/${id}/`);
  expect(row.json()).toMatchObject({ store_url: 'https://boletos.example.net' });
  const { rows } = await world.backend.db.query('select refused_site_url as url from sync_configurations');
  expect(rows).toEqual([{ url: 'https://ensayo.example.net' }]);
});
