import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { BODY, PASSWORD } from '../http/api-world.ts';
import { openPanelService, type PanelService } from './panel-service.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce/';
/** No screen has more tab stops than this before the element that a test looks for. */
const STOPS = 60;
/** The focused element: its role, if it has an explicit one, and its name. */
const FOCUSED = `(() => {
  const it = document.activeElement;
  const name = it?.getAttribute('aria-label') ?? it?.innerText ?? it?.getAttribute('name') ?? '';
  return ((it?.getAttribute('role') ?? '') + ' ' + name).trim().split('\\n')[0];
})()`;

let service: PanelService;
let browser: Browser;

beforeAll(async () => {
  service = await openPanelService(inject('panelDir'));
  browser = await openBrowser();
  const set = await service.world.ask('superuser', 'POST', 'credentials/', {
    name: 'Shop',
    ...service.login,
  });
  await service.world.ask('superuser', 'POST', `credentials/${set.json().id}/make-default/`);
  const made = await service.world.ask('superuser', 'POST', 'configurations/', BODY);
  expect(made.statusCode).toBe(201);
});
afterAll(async () => {
  await browser.close();
  await service.close();
});

/** Presses Tab until that element has the focus, and checks that the focus is visible. */
async function tabTo(page: Page, name: string): Promise<void> {
  const met: string[] = [];
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(FOCUSED);
    if (focused === name) return;
    met.push(focused);
  }
  throw new Error(`Tab never came to ${name}; it came to ${met.join(' · ')}`);
}

test('a user without a mouse signs in, starts a sync, reads its proof and signs out', async () => {
  const { page, context, complaints } = await visit(browser, `${service.url}${ADMIN}`, 'en-GB');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail').focus();
  await page.keyboard.type('superuser@example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  complaints.length = 0;

  await tabTo(page, 'Configurations');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: BODY.name }).waitFor();
  await tabTo(page, BODY.name);
  await page.keyboard.press('Enter');
  // The list also has a button with that name.
  await page.getByRole('heading', { level: 1, name: BODY.name }).waitFor();
  await page.getByRole('button', { name: 'Sync now' }).waitFor();
  await tabTo(page, 'Sync now');
  await page.keyboard.press('Enter');
  await page.getByText('Verified: both sides agree to the cent').waitFor();

  await tabTo(page, 'tab Overview');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Orders' }).getByText('Completed · CLP').waitFor();

  await tabTo(page, 'Account of superuser@example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await page.keyboard.press('End');
  expect(complaints).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  // A request that arrives after the sign-out is refused, and the browser logs that.
  expect(complaints.filter((line) => !line.includes('401 (Unauthorized)'))).toEqual([]);
  await context.close();
});
