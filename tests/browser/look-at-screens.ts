import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { PASSWORD } from '../http/api-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';
import { boxFaults, textFaults } from './screen-faults.ts';
import { openScreenWorld, type ScreenWorld } from './screen-world.ts';
import { addressOf, calledIn, type PanelLanguage, type Screen, settle } from './screens.ts';

export const ADMIN = '/admin/sync_woocommerce/';
const LOCALES = { en: 'en-GB', es: 'es-CL' } as const;
/** A folder for pictures of the screens. */
const PICTURES = process.env['TAQUILLA_PICTURES'];

export interface Looked {
  readonly browser: Browser;
  readonly world: ScreenWorld;
}

/** A world of screens and a browser for all tests of a file. */
export function useScreens(): () => Looked {
  let looked: Looked | null = null;
  beforeAll(async () => {
    looked = { world: await openScreenWorld(inject('panelDir')), browser: await openBrowser() };
  });
  afterAll(async () => {
    await looked?.browser.close();
    await looked?.world.close();
  });
  return () => {
    if (looked === null) throw new Error('not opened yet');
    return looked;
  };
}

/** A page of a signed-in user, or of a signed-out one. */
export async function enter(
  { browser, world }: Looked,
  as: Screen['as'],
  language: PanelLanguage,
  width: number,
): Promise<Page> {
  const { page, context } = await visit(browser, `${world.service.url}/readyz`, LOCALES[language]);
  await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (as !== 'signed-out') {
    const data = { email: `${as ?? 'superuser'}@example.com`, password: PASSWORD };
    const reply = await context.request.post(`${world.service.url}/api/v1/auth/login/`, { data });
    if (!reply.ok()) throw new Error(`${as} is not let in: ${reply.status()}`);
  }
  return page;
}

/** Faults of these screens, each opened in turn: ids, raw codes, text in the other language, cut text, and barriers. */
export async function faultsOf(
  looked: Looked,
  screens: readonly Screen[],
  language: PanelLanguage,
  width: number,
): Promise<Record<string, readonly string[]>> {
  const { world } = looked;
  if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
  const found: Record<string, readonly string[]> = {};
  const pages = new Map<Screen['as'], Page>();
  for (const screen of screens) {
    const address = addressOf(screen, world.ids);
    if (address === null) {
      found[screen.name] = ['it has nothing to show'];
      continue;
    }
    const page = pages.get(screen.as) ?? (await enter(looked, screen.as, language, width));
    pages.set(screen.as, page);
    try {
      await page.goto('about:blank');
      await page.goto(`${world.service.url}${ADMIN}${address}`);
      await settle(page);
      await screen.open?.(page, calledIn(language));
      await settle(page);
      const faults = [
        ...(await textFaults(page, language)),
        ...(await boxFaults(page)),
        ...(await findBarriers(page)),
      ];
      if (faults.length > 0) found[screen.name] = faults;
    } catch (error) {
      found[screen.name] = [String(error).slice(0, 300)];
    }
    if (PICTURES !== undefined) {
      await page.screenshot({ path: `${PICTURES}/${screen.name}-${language}-${width}.png`, fullPage: true });
    }
  }
  for (const page of pages.values()) await page.context().close();
  return found;
}
