import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { PASSWORD } from '../http/api-world.ts';
import { openBrowser, visit } from './panel-world.ts';
import { boxFaults, textFault, textFaults } from './screen-faults.ts';
import { openScreenWorld, type ScreenWorld } from './screen-world.ts';
import { addressOf, calledIn, type PanelLanguage, SCREENS, type Screen, settle } from './screens.ts';

const ADMIN = '/admin/sync_woocommerce/';
const LOCALES = { en: 'en-GB', es: 'es-CL' } as const;
const PICTURES = process.env['TAQUILLA_PICTURES'];
const ONLY = process.env['TAQUILLA_SCREENS'];

let world: ScreenWorld;
let browser: Browser;

beforeAll(async () => {
  world = await openScreenWorld(inject('panelDir'));
  browser = await openBrowser();
  if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function enter(as: Screen['as'], language: PanelLanguage, width: number): Promise<Page> {
  const { page, context } = await visit(browser, `${world.service.url}/readyz`, LOCALES[language]);
  await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (as !== 'nobody') {
    const data = { email: `${as ?? 'superuser'}@example.com`, password: PASSWORD };
    expect((await context.request.post(`${world.service.url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  }
  return page;
}

describe.each(['en', 'es'] as const)('in %s', (language) => {
  test.each([390, 1440])(
    'no screen says an id, a raw code or the other language, nor is cut, at %i px',
    { timeout: 600_000 },
    async (width) => {
      const found: Record<string, readonly string[]> = {};
      const pages = new Map<Screen['as'], Page>();
      for (const screen of SCREENS) {
        if (ONLY !== undefined && !new RegExp(ONLY).test(screen.name)) continue;
        const address = addressOf(screen, world.ids);
        if (address === null) {
          found[screen.name] = ['it has nothing to show'];
          continue;
        }
        const page = pages.get(screen.as) ?? (await enter(screen.as, language, width));
        pages.set(screen.as, page);
        try {
          await page.goto('about:blank');
          await page.goto(`${world.service.url}${ADMIN}${address}`);
          await settle(page);
          await screen.open?.(page, calledIn(language));
          await settle(page);
          const faults = [...(await textFaults(page, language)), ...(await boxFaults(page))];
          if (faults.length > 0) found[screen.name] = faults;
        } catch (error) {
          found[screen.name] = [String(error).slice(0, 300)];
        }
        if (PICTURES !== undefined) {
          await page.screenshot({
            path: `${PICTURES}/${screen.name}-${language}-${width}.png`,
            fullPage: true,
          });
        }
      }
      for (const page of pages.values()) await page.context().close();
      expect(found).toEqual({});
    },
  );
});

test('a change of language leaves nothing of the other one, of what the server said either', async () => {
  const page = await enter(undefined, 'en', 1440);
  const left: Record<string, readonly string[]> = {};
  for (const name of [
    'dashboard',
    'alert',
    'execution-failed',
    'execution-failed-log',
    'execution-running-log',
  ]) {
    const screen = SCREENS.find((one) => one.name === name);
    const address = screen === undefined ? null : addressOf(screen, world.ids);
    for (const [from, to] of [
      ['en', 'es'],
      ['es', 'en'],
    ] as const) {
      await page.evaluate(`localStorage.setItem('taquilla.language', '${from}')`);
      await page.goto(`${world.service.url}${ADMIN}${address}`);
      await settle(page);
      expect(await textFaults(page, from)).toEqual([]);
      await page.getByRole('button', { name: calledIn(from)('layout.account_of') }).click();
      await page.getByRole('menuitemradio', { name: to === 'es' ? 'Español' : 'English' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await expect.poll(async () => await page.locator('html').getAttribute('lang')).toBe(to);
      // The server is asked again; what it had said stands until it has answered.
      await vi
        .waitFor(async () => expect(await textFaults(page, to)).toEqual([]), { timeout: 10_000 })
        .catch(async () => {
          left[`${name}, ${from} to ${to}`] = await textFaults(page, to);
        });
    }
  }
  expect(left).toEqual({});
});

test.each([
  ['Order 0197a2c4-11d2-7c3e-9f10-2b3c4d5e6f70', 'an id'],
  ['Pedido 46fff049', 'the tail of an id'],
  ['configurations.trigger', 'a code'],
  ['checked_in', 'a code'],
  ['direct', 'a raw value'],
  ['publish / Checked In', 'a raw value'],
  ['Configurations', 'the other language'],
  ['The store is read from the first order', 'the other language'],
])('“%s” would be found in Spanish', (text, fault) => {
  expect(textFault(text, 'es')).toBe(fault);
});
