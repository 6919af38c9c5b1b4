import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type OpenSocket, openStoreSocket } from '../servers/open-store-socket.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelBesideStore, type PanelBesideStore } from './panel-beside-store.ts';
import { openBrowser, PANEL } from './panel-world.ts';
import { boxFaults } from './screen-faults.ts';

let panel: PanelBesideStore;
let open: OpenSocket;
let browser: Browser;

beforeAll(async () => {
  [panel, open, browser] = await Promise.all([openPanelBesideStore(10), openStoreSocket(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await panel.close();
  await open.remove();
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
  'on a phone a store on a socket is entered, corrected, reached and shown (%s)',
  async (locale) => {
    const say = WORDS[locale];
    const { page, context, complaints } = await panel.enter(browser, 'superuser', '/credentials', locale);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${panel.url}${PANEL}/credentials/create`);
    await page.getByRole('radio', { name: say.direct }).check();
    await page.getByRole('button', { name: say.socket }).click();
    expect(await page.locator('[name=mysql_host], [name=mysql_port]').count()).toBe(0);
    const { user, password, database: name } = parseStoreUrl(panel.shop.url);
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
    // the page showed this refusal
    expect(complaints.splice(0).filter((complaint) => !/400/.test(complaint))).toEqual([]);

    await page.locator('[name=mysql_socket]').fill(open.socket);
    await page.getByRole('button', { name: say.save }).click();
    await page.getByText(say.reached).waitFor();
    await page.getByText(`${user}@localhost:${open.socket}`).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    // The folder of a test has a longer path than a real one.
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
