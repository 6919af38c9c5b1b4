/**
 * Takes pictures of every screen of a running service, in both languages, light and dark, wide and narrow:
 *
 *     node --import tsx tests/browser/take-screenshots.ts http://127.0.0.1:8000 demo@example.com <password>
 *
 * They are saved in `.taquilla/screenshots/`; it reports what does not fit into its window.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './panel-world.ts';

const FOLDER = '.taquilla/screenshots';
const WIDTHS = [360, 1280, 1920];
const LANGUAGES = { en: 'en-GB', es: 'es-CL' } as const;
const MODES = ['light', 'dark'] as const;
const SYNC = '/api/v1/sync-woocommerce/';
const REJECTING = `${SYNC}executions/?verification=verified_with_rejects`;

interface Shot {
  readonly name: string;
  readonly path: string;
}

const [url = 'http://127.0.0.1:8000', email = '', password = '', only = ''] = process.argv.slice(2);

async function firstId(page: Page, path: string): Promise<string | null> {
  const reply = await page.request.get(`${url}${path}`);
  const list: { results?: { id?: string }[] } = reply.ok() ? await reply.json() : {};
  return list.results?.[0]?.id ?? null;
}

/** Every screen, with content if there is any. */
async function screensOf(page: Page): Promise<readonly Shot[]> {
  const list = (name: string): Shot => ({ name, path: name });
  const one = async (
    resource: string,
    path: string,
    tabs: readonly string[] = [],
    name = resource,
  ): Promise<Shot[]> => {
    const id = await firstId(page, path);
    if (id === null) return [];
    const show = `${resource}/${id}/show`;
    const shots = tabs.map((tab) => ({ name: `${name}-${tab}`, path: `${show}?tab=${tab}` }));
    return [{ name: `${name}-show`, path: show }, ...shots];
  };
  const edit = async (name: string, path: string): Promise<Shot[]> => {
    const id = await firstId(page, path);
    return id === null ? [] : [{ name: `${name}-edit`, path: `${name}/${id}` }];
  };
  return [
    { name: 'dashboard', path: '' },
    list('configurations'),
    { name: 'configurations-create', path: 'configurations/create' },
    ...(await edit('configurations', `${SYNC}configurations/`)),
    ...(await one('configurations', `${SYNC}configurations/?status=active`, ['executions', 'settings'])),
    ...(await one('configurations', `${SYNC}configurations/?status=error`, [], 'configurations-failing')),
    list('executions'),
    ...(await one('executions', `${SYNC}executions/?status=success`, ['proof', 'changes', 'log'])),
    ...(await one('executions', `${SYNC}executions/?status=failed`, [], 'executions-failed')),
    ...(await one('executions', REJECTING, ['rejects'], 'executions-rejecting')),
    ...['conflicts', 'alerts', 'events', 'orders', 'tickets', 'refunds', 'ticket-tiers', 'organizers'].map(
      list,
    ),
    ...['credentials', 'users', 'audit', 'tokens'].map(list),
    ...(await one('conflicts', `${SYNC}conflicts/`)),
    ...(await one('events', '/api/v1/events/')),
    ...(await one('orders', '/api/v1/orders/')),
    ...(await one('tickets', '/api/v1/tickets/')),
    ...(await one('credentials', `${SYNC}credentials/`)),
    { name: 'credentials-create', path: 'credentials/create' },
    ...(await edit('credentials', `${SYNC}credentials/`)),
    { name: 'users-create', path: 'users/create' },
    list('account'),
    { name: 'nothing', path: 'nowhere' },
  ];
}

async function takeAll(
  browser: Browser,
  language: keyof typeof LANGUAGES,
  mode: 'light' | 'dark',
): Promise<void> {
  const context = await browser.newContext({
    locale: LANGUAGES[language],
    colorScheme: mode,
    timezoneId: 'America/Santiago',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
    await page.context().clearCookies();
    await page.goto(`${url}/admin/sync_woocommerce/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shoot(page, `${language}-${mode}-${width}-sign-in`);
    await page.request.post(`${url}/api/v1/auth/login/`, { data: { email, password } });
    for (const { name, path } of await screensOf(page)) {
      if (only !== '' && !name.startsWith(only)) continue;
      await page.goto(`${url}/admin/sync_woocommerce/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
      await shoot(page, `${language}-${mode}-${width}-${name}`);
    }
  }
  await context.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  const excess = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  if (excess > 0) process.stdout.write(`${name}: wider than its window by ${excess} px\n`);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}

await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const language of ['en', 'es'] as const) {
  for (const mode of MODES) await takeAll(browser, language, mode);
}
await browser.close();
