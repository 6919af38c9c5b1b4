import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncProduct } from '../pipe/sync-store.ts';
import { loginTo } from '../woocommerce/hall-store.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelBesideStore, type PanelBesideStore } from './panel-beside-store.ts';
import { openBrowser } from './panel-world.ts';
import { boxFaults, textFaults } from './screen-faults.ts';
import { settle } from './screens.ts';

const PRODUCT = 173_911;
/** A folder for pictures of the pages. */
const PICTURES = process.env['TAQUILLA_PICTURES'];
const LOCALES = { en: 'en-GB', es: 'es-CL' } as const;

let panel: PanelBesideStore;
let browser: Browser;
/** An order of which a refund took some tickets, and one of these. */
let order: string;
let ticket: string;

beforeAll(async () => {
  [panel, browser] = await Promise.all([openPanelBesideStore(60), openBrowser()]);
  const { report } = await syncProduct(panel.world.backend, { storeUrl: panel.shop.url, product: PRODUCT });
  expect(report.verification).toBe('verified');
  const made = await panel.world.ask('superuser', 'POST', 'credentials/', {
    name: 'Teatro',
    ...loginTo(panel.shop.url),
  });
  const { rows } = await panel.world.backend.db.query<{ order: string; ticket: string }>(
    `update sync_configurations set credentials_id = $1
     returning (select min(o.id::text) from orders o where o.status = 'paid'
         and exists (select from tickets t where t.order_id = o.id and t.status = 'refunded')
         and exists (select from tickets t where t.order_id = o.id and t.status = 'active')) as "order",
       (select min(t.id::text) from tickets t where t.status = 'refunded' and t.order_id = (select min(o.id::text)::uuid
         from orders o where o.status = 'paid'
         and exists (select from tickets t where t.order_id = o.id and t.status = 'refunded')
         and exists (select from tickets t where t.order_id = o.id and t.status = 'active'))) as ticket`,
    [made.json().id],
  );
  order = rows[0]?.order ?? '';
  ticket = rows[0]?.ticket ?? '';
  expect([order, ticket]).not.toContain('');
});
afterAll(async () => {
  await browser.close();
  await panel.close();
});

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

test.each([
  ['en', 390],
  ['es', 390],
  ['en', 1440],
  ['es', 1440],
] as const)('an order explains itself from its page, in %s at %i px', async (language, width) => {
  const visit = await panel.enter(browser, 'superuser', `/orders/${order}/show`, LOCALES[language]);
  const { page, context, complaints } = visit;
  await page.setViewportSize({ width, height: 900 });
  await page.getByRole('link', { name: language === 'en' ? 'Explain' : 'Explicar', exact: true }).click();
  const money = page.getByRole('region', {
    name: language === 'en' ? 'Money, step by step' : 'Dinero, paso a paso',
  });
  await money.getByText(language === 'en' ? /^Organizer’s amount: / : /^Monto del organizador: /).waitFor();
  await page
    .getByText(language === 'en' ? / tickets refunded: refund \d+ of CLP/ : / entradas reembolsadas: /)
    .waitFor();
  await page
    .getByText(
      language === 'en' ? 'Store and backend agree.' : 'La tienda y el sistema de entradas coinciden.',
    )
    .waitFor();
  await settle(page);
  await picture(page, `explain-order-${language}-${width}`);
  expect([...(await textFaults(page, language)), ...(await boxFaults(page))]).toEqual([]);
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a ticket is explained from its page, and without the store the page says so', async () => {
  const { page, context, complaints } = await panel.enter(browser, 'viewer', `/tickets/${ticket}/show`);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.getByRole('link', { name: 'Explain', exact: true }).click();
  await page.getByText('is refunded, because a refunded quantity took it.').waitFor();
  await settle(page);
  await picture(page, 'explain-ticket-en-390');
  expect([...(await textFaults(page, 'en')), ...(await boxFaults(page))]).toEqual([]);
  await panel.world.backend.db.query(`update sync_credentials set port = 1 where name = 'Teatro'`);
  await page.getByRole('button', { name: 'Ask the store again' }).click();
  await page.getByText('The store could not be asked, so this page shows only what is here.').waitFor();
  await settle(page);
  await picture(page, 'explain-unreachable-en-390');
  expect([...(await textFaults(page, 'en')), ...(await boxFaults(page))]).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
  await context.close();
});
