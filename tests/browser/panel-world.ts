import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { provideTool } from '../../src/demo/servers/provide-tool.ts';
import { toolsFolder } from '../../src/demo/servers/remove-servers.ts';
import { CHROMIUM_TOOL } from '../servers/chromium-tool.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** The panel as it is shipped, built into a folder of its own. */
export async function buildPanel(): Promise<{ readonly dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'taquilla-admin-'));
  const vite = join(CHECKOUT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', dir, '--emptyOutDir'], {
    cwd: join(CHECKOUT, 'admin'),
    // The tests' own would make the library complain at length.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { dir, [Symbol.asyncDispose]: async () => await rm(dir, { recursive: true, force: true }) };
}

export async function openBrowser(): Promise<Browser> {
  const tool = await provideTool({
    tool: CHROMIUM_TOOL,
    toolsDir: await toolsFolder(join(CHECKOUT, '.taquilla')),
    searchPath: process.env['PATH'] ?? '',
    onFetch: () => undefined,
    signal: new AbortController().signal,
  });
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
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { context, page, complaints };
}
