import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createStoreDoor } from '../../src/cli/store-door.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { listen } from '../../src/http/listen.ts';
import { createLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { parseStoreUrl } from '../../src/woocommerce/store-url.ts';
import { type ApiWorld, openApiWorldOn, PASSWORD } from '../http/api-world.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { type OpenSocket, openStoreSocket } from '../servers/open-store-socket.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';
import { boxFaults } from './screen-faults.ts';

const PANEL = '/admin/sync_woocommerce';
const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');

let shop: StoreDatabase;
let database: FreshDatabase;
let open: OpenSocket;
let browser: Browser;
let world: ApiWorld;
let url: string;

beforeAll(async () => {
  [shop, database, open, browser] = await Promise.all([
    freshStoreDatabase(),
    freshBackendDatabase(),
    openStoreSocket(),
    openBrowser(),
  ]);
  await makeDemoStore({ url: shop.url, orders: 10, seed: 11, layout: 'hpos' });
  const log = createLog('silent', process.stderr);
  const now = () => new Date();
  world = await openApiWorldOn(database, (db) => ({
    adminDir: inject('panelDir'),
    secretKey,
    stores: createStoreDoor({ db, log, now, secretKey, environment: null }),
  }));
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await Promise.all([database.drop(), shop.drop(), open.remove()]);
});

const WORDS = {
  'en-GB': {
    direct: /Direct/,
    socket: 'Unix socket',
    host: 'Host and port',
    save: 'Save and test',
    reached: 'The store can be reached.',
    path: /absolute path/,
  },
  'es-CL': {
    direct: /Directa/,
    socket: 'Socket Unix',
    host: 'Host y puerto',
    save: 'Guardar y probar',
    reached: 'Se puede acceder a la tienda.',
    path: /ruta absoluta/,
  },
} as const;

test.each(['en-GB', 'es-CL'] as const)(
  'on a telephone a store on a socket is entered, corrected, reached and shown (%s)',
  async (locale) => {
    const say = WORDS[locale];
    const { page, context, complaints } = await visit(browser, `${url}/readyz`, locale);
    await page.setViewportSize({ width: 390, height: 844 });
    const data = { email: 'superuser@example.com', password: PASSWORD };
    expect((await context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
    await page.goto(`${url}${PANEL}/credentials/create`);
    complaints.length = 0;
    await page.getByRole('radio', { name: say.direct }).check();
    await page.getByRole('button', { name: say.socket }).click();
    expect(await page.locator('[name=mysql_host], [name=mysql_port]').count()).toBe(0);
    const { user, password, database: name } = parseStoreUrl(shop.url);
    const fields = {
      name: `Teatro ${locale}`,
      mysql_socket: 'mysqld.sock',
      mysql_database: name,
      mysql_username: user,
      mysql_password: password ?? '',
    };
    for (const [field, value] of Object.entries(fields)) await page.locator(`[name=${field}]`).fill(value);
    await page.getByRole('button', { name: say.save }).click();
    await page.getByText(say.path).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await boxFaults(page)).toEqual([]);
    // the refusal that the page was shown
    expect(complaints.splice(0).filter((complaint) => !/400/.test(complaint))).toEqual([]);

    await page.locator('[name=mysql_socket]').fill(open.socket);
    await page.getByRole('button', { name: say.save }).click();
    await page.getByText(say.reached).waitFor();
    await page.getByText(`${user}@localhost:${open.socket}`).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    // The folder of a test has a longer name than any real one.
    const faults = await boxFaults(page);
    expect(faults.filter((fault) => !fault.startsWith('broken: @localhost:/'))).toEqual([]);

    await page.goto(page.url().replace(/\/show.*$/, ''));
    expect(await page.locator('[name=mysql_socket]').inputValue()).toBe(open.socket);
    await page.getByRole('button', { name: say.host }).click();
    expect(await page.locator('[name=mysql_host]').inputValue()).toBe('localhost');
    expect(complaints).toEqual([]);
    await context.close();
  },
);
