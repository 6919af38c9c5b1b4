import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { createWatch } from '../../src/alerts/watch.ts';
import { queryRows } from '../../src/backend/database.ts';
import { beginAttempt } from '../../src/http/auth/sign-in-attempt.ts';
import { listen } from '../../src/http/server/listen.ts';
import { type ApiWorld, BODY, openApiWorld, PASSWORD } from '../http/api-world.ts';
import { AUTH, guess } from '../http/sign-in-client.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce/';
const EMAIL = 'superuser@example.com';
const now = (): Date => new Date();
let world: ApiWorld;
let url: string;
let browser: Browser;

beforeAll(async () => {
  world = await openApiWorld({ adminDir: inject('panelDir') });
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
  const { db, log } = world.backend;
  // Refusals within one minute share one entry: this waits for the next minute.
  await vi.waitFor(() => expect(now().getSeconds()).toBeLessThan(30), { timeout: 60_000, interval: 200 });
  await guess(world, 12, () => ({ email: 'operator@example.com', address: '203.0.113.66' }));
  await guess(world, 1, () => ({ email: 'not an address', address: '203.0.113.67' }));
  await world.ask('viewer', 'POST', 'configurations/', BODY);
  for (let n = 0; n < 20; n += 1) {
    await beginAttempt({ db, now }, { email: `user${n}@example.com`, address: `203.0.113.${n}` });
  }
  await createWatch({ db, log, now, settings: NO_ALERTS, staleAfterMs: {} })();
  const [found] = await queryRows<{ kind: string }>(db, 'select kind from alert_incidents');
  expect(found?.kind).toBe('sign_ins_failing');
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

test.each([
  {
    locale: 'en-GB',
    alert: 'Many sign-ins fail',
    audit: 'Audit log',
    failed: 'A sign-in as operator@example.com failed',
    often: '10 times within a minute',
    noAddress: 'A sign-in as something that is not an e-mail address failed',
    kind: 'Kind',
    denied: 'Refused request',
    refused: 'viewer@example.com (token “tests”) was refused a call',
  },
  {
    locale: 'es-CL',
    alert: 'Fallan muchos inicios de sesión',
    audit: 'Auditoría',
    failed: 'Falló un inicio de sesión como operator@example.com',
    often: '10 veces en un minuto',
    noAddress: 'Falló un inicio de sesión como algo que no es un correo',
    kind: 'Tipo',
    denied: 'Solicitud rechazada',
    refused: 'Se rechazó una solicitud de viewer@example.com (token «tests»)',
  },
])('an alert about failed sign-ins links to the refused requests ($locale)', async (say) => {
  const { page, context, complaints } = await visit(browser, `${url}${ADMIN}`, say.locale);
  await page.request.post(`${url}${AUTH}login/`, { data: { email: EMAIL, password: PASSWORD } });
  for (const start of ['', 'alerts']) {
    await page.goto(`${url}${ADMIN}${start}`);
    await page.getByRole('main').getByText(say.alert).first().waitFor();
  }
  await page.getByRole('main').getByRole('link', { name: say.audit }).click();
  const rows = page.locator('tbody tr');
  await page.getByText(say.often).waitFor();
  expect(await rows.getByText(say.failed).count()).toBe(1);
  expect(await rows.getByText(say.noAddress).count()).toBe(1);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('combobox', { name: say.kind }).click();
  await page.getByRole('option', { name: say.denied }).click();
  await rows.getByText(say.refused).waitFor();
  await page.goto(`${url}${ADMIN}audit?filter=%7B%7D`);
  await page.getByText(say.often).waitFor();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect([width, excess <= 0]).toEqual([width, true]);
  }
  expect(complaints).toEqual([]);
  await context.close();
});
