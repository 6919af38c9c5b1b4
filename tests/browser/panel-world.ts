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
    // Chromium's sandbox refuses root, and containers that forbid namespaces; the pages are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** All problems that the browser reported: errors, refused styles, failed requests. */
  readonly complaints: string[];
}

/** A user with a separate browser context. */
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
 * Opens another screen of the panel as the browser's own buttons do, and waits until the previous one is gone.
 * Loading the page is most of the cost of visiting a screen. `path` begins with a slash.
 */
export async function leadTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('h1, tbody')) one.dataset.before = '';
    history.pushState(null, '', ${JSON.stringify(path)});
    dispatchEvent(new PopStateEvent('popstate'));`);
  await page.locator('[data-before]').first().waitFor({ state: 'detached' });
}

export const PANEL = '/admin/sync_woocommerce';

/** Signs a user of that role in, in a separate context, and opens one of the screens. */
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
