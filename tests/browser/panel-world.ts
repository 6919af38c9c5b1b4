import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Role } from '../../src/vocabulary/people.ts';
import { PASSWORD } from '../http/api-world.ts';
import { CHROMIUM_TOOL } from '../servers/chromium-tool.ts';
import { provideTestTool } from '../servers/provide-test-tool.ts';

export async function openBrowser(): Promise<Browser> {
  const tool = await provideTestTool(CHROMIUM_TOOL, 'us');
  return await chromium.launch({
    executablePath: tool.programs.browser,
    env: { ...process.env, ...tool.env },
    // Its sandbox refuses root, and containers that forbid namespaces; the pages are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that the browser complained about: faults, refused styles, what could not be fetched. */
  readonly complaints: string[];
}

/** Somebody with a browser of their own. */
export async function visit(browser: Browser, url: string, locale: string): Promise<Visit> {
  const context = await browser.newContext({ locale, timezoneId: 'America/Santiago' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { context, page, complaints };
}

/**
 * Leads the panel to another of its screens as the browser's own buttons do, and waits until nothing is left of the one
 * before. Most of what a look at a screen costs is loading the page. `path` begins with a slash.
 */
export async function leadTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('h1, tbody')) one.dataset.before = '';
    history.pushState(null, '', ${JSON.stringify(path)});
    dispatchEvent(new PopStateEvent('popstate'));`);
  await page.locator('[data-before]').first().waitFor({ state: 'detached' });
}

export const PANEL = '/admin/sync_woocommerce';

/** Signs somebody of that role in, in a context of their own, and opens one of the screens. */
export async function enterPanel(
  browser: Browser,
  url: string,
  role: Role,
  path: string,
  locale = 'en-GB',
): Promise<Visit> {
  const visited = await visit(browser, `${url}/readyz`, locale);
  const data = { email: `${role}@example.com`, password: PASSWORD };
  expect((await visited.context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  await visited.page.goto(`${url}${PANEL}${path}`);
  visited.complaints.length = 0;
  return visited;
}
