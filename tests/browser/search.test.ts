import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { en } from '../../admin/src/texts/en.ts';
import { es } from '../../admin/src/texts/es.ts';
import { listen } from '../../src/http/server/listen.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type ApiWorld, PASSWORD } from '../http/api-world.ts';
import { openFoundWorld } from '../http/found-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

let world: ApiWorld;
let url: string;
let browser: Browser;

beforeAll(async () => {
  world = await openFoundWorld({ adminDir: inject('panelDir') });
  url = `${await listen(world.server, { host: '127.0.0.1', port: 0 })}/admin/sync_woocommerce/`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

interface Desk {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

async function signedIn(locale: string, width: number, role = 'operator'): Promise<Desk> {
  const { context, page, complaints } = await visit(browser, url, locale);
  await page.setViewportSize({ width, height: 780 });
  const spanish = locale.startsWith('es');
  await page.getByLabel(spanish ? 'Correo' : 'E-mail').fill(`${role}@example.com`);
  await page.getByLabel(spanish ? 'Contraseña' : 'Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: spanish ? 'Iniciar sesión' : 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: spanish ? 'Resumen' : 'Overview' }).waitFor();
  complaints.length = 0;
  return { context, page, complaints };
}

const hasFocus = async (page: Page, one: Locator): Promise<boolean> =>
  (await page.locator(':focus').and(one).count()) === 1;

const optionsOf = async (page: Page): Promise<string[]> => await page.getByRole('option').allTextContents();

const SCREENS = [
  { locale: 'en-GB', texts: en, width: 1440 },
  { locale: 'es-CL', texts: es, width: 390 },
] as const;

test.each(SCREENS)('by keyboard from a name to the order, in $locale at $width px', async (screen) => {
  const { locale, width, texts } = screen;
  const { search } = texts;
  const { context, page, complaints } = await signedIn(locale, width);
  const field = page.getByRole('combobox', { name: search.open });
  await page.keyboard.press('Control+k');
  await page.getByText(search.hint).waitFor();
  expect(await hasFocus(page, field)).toBe(true);
  expect(await findBarriers(page)).toEqual([]);

  await page.keyboard.type('soto maria');
  await page.getByRole('group', { name: search.orders }).getByText('mj.perez@example.cl').waitFor();
  expect(await field.getAttribute('aria-expanded')).toBe('true');
  const chosen = page.getByRole('option', { selected: true });
  expect(await chosen.textContent()).toContain('1740');
  expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
  expect(await page.getByRole('group').count()).toBe(2);
  expect(await findBarriers(page)).toEqual([]);
  // Down the list and back to the first: three options.
  await page.getByText(search.count.split('||||')[1]?.trim().replace('%{smart_count}', '3') ?? '').waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await chosen.textContent()).toContain('9001234567');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await chosen.textContent()).toContain('Luis Soto');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /1740/ }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/orders\/[\da-f-]+\/show$/);
  expect(await page.getByRole('dialog').count()).toBe(0);

  // Escape closes it, and returns the focus to where it was.
  const button = page.getByRole('button', { name: search.open });
  await button.focus();
  await page.keyboard.press('Enter');
  await field.waitFor();
  await page.keyboard.type('zzzz');
  await page.getByText(search.nothing).waitFor();
  expect(await optionsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await hasFocus(page, button)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

describe('the search', () => {
  test('opens the ticket of a scanned number, although Enter comes before the reply', async () => {
    const { context, page } = await signedIn('en-GB', 390);
    await page.keyboard.press('Meta+k');
    await page.getByRole('combobox', { name: 'Search' }).waitFor();
    await page.keyboard.type('9001234568');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Luis Soto|9001234568/ }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/tickets\/[\da-f-]+\/show$/);
    await context.close();
  });

  test('never shows a late reply to an earlier query', async () => {
    const { context, page } = await signedIn('en-GB', 1440);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked: string[] = [];
    await page.route('**/api/v1/search/**', async (route) => {
      const typed = new URL(route.request().url()).searchParams.get('q') ?? '';
      asked.push(typed);
      if (typed === '1740') await held;
      // The panel may have cancelled it.
      await route.continue().catch(() => undefined);
    });
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search' });
    await field.fill('1740');
    await expect.poll(() => asked).toContain('1740');
    await field.fill('8300');
    await page.getByRole('option').getByText('Order 8300').waitFor();
    release();
    const late = page.waitForResponse('**/api/v1/search/?q=17401');
    await field.fill('17401');
    await late;
    await page.getByRole('group', { name: 'Orders' }).getByText('Order 17401').waitFor();
    expect((await optionsOf(page)).join(' ')).not.toMatch(/María|8300/);
    await context.close();
  });

  test("finds an order by the number of a store's plugin, and shows the id of WooCommerce", async () => {
    await world.backend.db.query(
      `insert into orders select (jsonb_populate_record(o, $1)).* from orders o where o.number = '8200'`,
      [{ id: newId(), woo_order_id: 174_077, number: 'ENT 0007-CL <b>' }],
    );
    const { context, page } = await signedIn('en-GB', 1440);
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search' });
    for (const typed of ['ent 0007-cl', '174077']) {
      await field.fill(typed);
      const option = page.getByRole('option').filter({ hasText: 'Order ENT 0007-CL <b>' });
      await option.getByText('WooCommerce ID 174077').waitFor();
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Order ENT 0007-CL <b>' }).waitFor();
    await page.getByText('WooCommerce ID', { exact: true }).waitFor();
    await page.getByText('174077', { exact: true }).waitFor();
    await context.close();
  });

  test('shows a failure, and tries again', async () => {
    const { context, page } = await signedIn('en-GB', 390);
    let away = true;
    await page.route('**/api/v1/search/**', async (route) => await (away ? route.abort() : route.continue()));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('8300');
    await page.getByRole('alert').getByText('The server could not be reached').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    away = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('option').getByText('Order 8300').waitFor();
    await context.close();
  });

  test('says which results the store removed, and that a reader without access to names searches by number only', async () => {
    const { context, page } = await signedIn('en-GB', 1440, 'viewer');
    await page.keyboard.press('Control+k');
    await page.getByText(en.search.hint_masked).waitFor();
    const field = page.getByRole('combobox', { name: 'Search' });
    await field.fill('8100');
    await page.getByRole('group', { name: 'Orders' }).getByText('Removed from the store').waitFor();
    expect((await optionsOf(page)).join(' ')).not.toMatch(/Gloria|gone\.cl/);
    await field.fill('gloria');
    await page.getByText('No results.').waitFor();
    await context.close();
  });
});
