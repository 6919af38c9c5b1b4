import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryRows } from '../src/backend/database.ts';
import { closedPort } from '../tests/alerts/mail-server.ts';
import { openPanelService } from '../tests/browser/panel-service.ts';
import { openBrowser } from '../tests/browser/panel-world.ts';
import { PASSWORD } from '../tests/http/api-world.ts';
import setUp from '../tests/servers/global-setup.ts';
import { measuredRun } from './measured-run.ts';

/**
 * Measures how long after the first failed attempt the overview shows an outage, in Chromium: from the time that
 * the attempt reports to the text on the screen. The store repeatedly disappears and comes back.
 *
 *   npm run bench outage          20 times
 *   npm run bench outage 50
 *
 * Ends with 1 if one takes longer than its target.
 */
const WANTED_MS = 5_000;
const TIMES = Number(process.argv[2] ?? 20);
const PRODUCT_ID = 173_911;

const panelDir = await mkdtemp(join(tmpdir(), 'taquilla-panel-'));
const vite = join('node_modules', '.bin', 'vite');
const build = ['build', 'admin', '--outDir', panelDir, '--emptyOutDir'];
await measuredRun(vite, build, { ...process.env, NODE_ENV: 'production' }, true);
const tearDown = await setUp();
const service = await openPanelService(panelDir, { maxRetries: 3 });
const browser = await openBrowser();
const { world } = service;
const { db } = world.backend;
try {
  const credentials: string = (
    await world.ask('superuser', 'POST', 'credentials/', { name: 'Teatro', ...service.login })
  ).json().id;
  const configuration: string = (
    await world.ask('superuser', 'POST', 'configurations/', {
      name: 'Evento',
      woocommerce_product_id: PRODUCT_ID,
      event_name: 'Evento',
      organizer_email: 'organizador@example.com',
      service_fee_percentage: 10,
      frequency: 'manual',
      credentials,
    })
  ).json().id;
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const data = { email: 'viewer@example.com', password: PASSWORD };
  await page.goto(`${service.url}/readyz`);
  await page.context().request.post(`${service.url}/api/v1/auth/login/`, { data });
  await page.goto(`${service.url}/admin/sync_woocommerce/`);
  const notice = page.getByText('Store out of reach: Teatro');
  await page.getByText('All is well').waitFor();

  const moveTo = async (port: number): Promise<void> => {
    await queryRows(db, 'update sync_credentials set port = $2 where id = $1', [credentials, port]);
  };
  const tookMs: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await moveTo(await closedPort());
    const run = await world.ask('operator', 'POST', `configurations/${configuration}/trigger/`);
    await notice.waitFor();
    const shownMs = Date.now();
    const [outage] = await queryRows<{ started_at: Date }>(
      db,
      'select started_at from sync_store_outages where credentials_id = $1',
      [credentials],
    );
    if (outage === undefined) throw new Error('the overview shows an outage that the backend does not hold');
    tookMs.push(shownMs - outage.started_at.getTime());
    await world.ask('operator', 'POST', `executions/${run.json().execution_id}/cancel/`);
    await moveTo(service.line.port);
    await world.ask('superuser', 'POST', `credentials/${credentials}/test-connection/`);
    await notice.waitFor({ state: 'detached' });
  }
  tookMs.sort((a, b) => a - b);
  const median = tookMs[Math.floor((tookMs.length - 1) / 2)] ?? 0;
  const worst = tookMs.at(-1) ?? 0;
  console.log(
    `${TIMES} outages, from the failed attempt to the overview: median ${median} ms, worst ${worst} ms`,
  );
  console.log(worst <= WANTED_MS ? 'As wanted.' : `Missed: at most ${WANTED_MS} ms`);
  process.exitCode = worst <= WANTED_MS ? 0 : 1;
} finally {
  await browser.close();
  await service.close();
  await tearDown?.();
  await rm(panelDir, { recursive: true, force: true });
}
