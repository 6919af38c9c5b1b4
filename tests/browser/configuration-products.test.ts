import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { BALCONY, HALL, hallStore, loginTo, TALK } from '../woocommerce/hall-store.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelBesideStore, type PanelBesideStore } from './panel-beside-store.ts';
import { openBrowser } from './panel-world.ts';

/** A folder for pictures of the tested screens; none are taken if it is absent. */
const PICTURES = process.env['TAQUILLA_PICTURES'];

let panel: PanelBesideStore;
let browser: Browser;
let store: StoreDatabase;
let id: string;

beforeAll(async () => {
  [panel, browser, store] = await Promise.all([
    openPanelBesideStore(20),
    openBrowser(),
    freshStoreDatabase(),
  ]);
  await store.exec(hallStore());
  const { report } = await syncProduct(panel.world.backend, { storeUrl: store.url, product: HALL });
  expect(report.verification).toBe('verified');
  const { world } = panel;
  id = (await world.ask('viewer', 'GET', 'configurations/')).json().results[0].id;
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    name: 'Teatro',
    ...loginTo(store.url),
  });
  const change = { credentials: made.json().id };
  expect((await world.ask('superuser', 'PATCH', `configurations/${id}/`, change)).statusCode).toBe(200);
});
afterAll(async () => {
  await browser.close();
  await panel.close();
  await store.drop();
});

async function lookAt(page: Page, name: string, width: number): Promise<void> {
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  if (PICTURES !== undefined)
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
}

test.each([
  {
    locale: 'en-GB',
    more: 'Further products of the same event',
    first: 'First product',
    comes:
      /^The next sync adds the sales of Balcony · 810 \(6 tickets in 5 orders\): CLP.25,015 sold, CLP.22,515 net, CLP.20,263 for the organizer; US\$50\.05 sold, US\$50\.05 net, US\$45\.04 for the organizer$/,
    together:
      /^All together: \+7 tickets, \+4 orders: CLP.34,015 sold, CLP.31,515 net, CLP.28,363 for the organizer; US\$50\.05 sold, US\$50\.05 net, US\$45\.04 for the organizer\.$/,
  },
  {
    locale: 'es-CL',
    more: 'Otros productos del mismo evento',
    first: 'Primer producto',
    comes:
      /^La próxima sincronización agrega lo vendido de Balcony · 810 \(6 entradas en 5 pedidos\): \$25\.015 vendidos, \$22\.515 netos, \$20\.263 para el organizador; US\$50,05 vendidos, US\$50,05 netos, US\$45,04 para el organizador$/,
    together:
      /^Todo junto: \+7 entradas, \+4 pedidos: \$34\.015 vendidos, \$31\.515 netos, \$28\.363 para el organizador; US\$50,05 vendidos, US\$50,05 netos, US\$45,04 para el organizador\.$/,
  },
])(
  'added products are previewed with their money, in $locale',
  async ({ locale, more, first, comes, together }) => {
    const { page, context, complaints } = await panel.enter(
      browser,
      'superuser',
      `/configurations/${id}`,
      locale,
    );
    const field = page.getByRole('textbox', { name: first });
    await waitFor(
      async () => await field.inputValue(),
      (value) => value === `Hall · ${HALL}`,
    );
    await page.getByRole('combobox', { name: more }).fill('balc');
    await page.getByRole('option', { name: new RegExp(String(BALCONY)) }).click();
    await page.getByRole('listitem').filter({ hasText: comes }).waitFor();
    await page.getByRole('combobox', { name: more }).fill('talk');
    await page.getByRole('option', { name: new RegExp(String(TALK)) }).click();
    await page.getByText(together).waitFor();
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await lookAt(page, `configuration-products-${locale}`, width);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test('a product that was added and not synced yet appears in the settings, without figures', async () => {
  const { page, context, complaints } = await panel.enter(browser, 'superuser', `/configurations/${id}`);
  await page.getByRole('combobox', { name: 'Further products of the same event' }).fill(String(BALCONY));
  await page.getByRole('option', { name: new RegExp(String(BALCONY)) }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByText(`${BALCONY}: nothing has been read of it yet.`).waitFor();
  await page.getByText(/^Event 800 \(800\): 5 active tickets; CLP.50,000 in 3 orders\.$/).waitFor();
  await lookAt(page, 'configuration-settings-products', 1280);
  expect(complaints).toEqual([]);
  await context.close();
});
