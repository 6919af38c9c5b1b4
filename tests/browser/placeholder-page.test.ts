import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { provideTool } from '../../src/demo/servers/provide-tool.ts';
import { toolsFolder } from '../../src/demo/servers/remove-servers.ts';
import { listen } from '../../src/http/listen.ts';
import { createServer } from '../../src/http/server.ts';
import { createLog } from '../../src/kernel/log.ts';
import { serverParts } from '../http/server-parts.ts';
import { CHROMIUM_TOOL } from '../servers/chromium-tool.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let adminDir: string;
let backend: FreshDatabase;
let db: Database;
let built: FastifyInstance;
let unbuilt: FastifyInstance;
let builtUrl: string;
let unbuiltUrl: string;
let browser: Browser;

beforeAll(async () => {
  adminDir = await mkdtemp(join(tmpdir(), 'taquilla-admin-'));
  const vite = join(CHECKOUT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', adminDir, '--emptyOutDir'], {
    cwd: join(CHECKOUT, 'admin'),
  });
  backend = await freshBackendDatabase();
  db = openDatabase({ connectionString: backend.url }, log);
  built = await createServer({ ...serverParts(db, log), adminDir });
  unbuilt = await createServer(serverParts(db, log));
  builtUrl = await listen(built, { host: '127.0.0.1', port: 0 });
  unbuiltUrl = await listen(unbuilt, { host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await built.close();
  await unbuilt.close();
  await closeDatabase(db);
  await backend.drop();
  await rm(adminDir, { recursive: true, force: true });
});

async function openBrowser(): Promise<Browser> {
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

/** A page, and everything that the browser complained about on it. */
async function open(url: string, locale: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ locale });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

test('the root leads to the admin page, in the language of the browser, without any complaint', async () => {
  for (const [locale, sentence] of [
    ['en-GB', 'The service is running.'],
    ['es-CL', 'El servicio está en marcha.'],
  ] as const) {
    const { page, complaints } = await open(`${builtUrl}/`, locale);
    await page.getByText(sentence).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Taquilla');
    expect(page.url()).toBe(`${builtUrl}/admin/sync_woocommerce/`);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
    expect(complaints).toEqual([]);
    await page.close();
  }
});

test('follows the colours that the person has chosen', async () => {
  const { page } = await open(`${builtUrl}/admin/sync_woocommerce/`, 'en');
  await page.getByText('The service is running.').waitFor();
  const background = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    return await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  };
  expect(await background('dark')).not.toBe(await background('light'));
  await page.close();
});

test('shows a page also where the admin was not built', async () => {
  const { page, complaints } = await open(`${unbuiltUrl}/`, 'en');
  await page.getByText('The service is running.').waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});
