import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { startOutboundEvents } from '../../src/tasks/outbound/send-events.ts';
import { type ApiWorld, openApiWorld } from '../http/api-world.ts';
import { type Receiver, startReceiver } from '../tasks/outbound/receiver.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { findBarriers } from './find-barriers.ts';
import { enterPanel, openBrowser } from './panel-world.ts';

const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');

let world: ApiWorld;
let url: string;
let browser: Browser;
let receiver: Receiver;
let sending: { stop(): Promise<void> };

beforeAll(async () => {
  browser = await openBrowser();
  receiver = await startReceiver((_message, count) => (count === 1 ? 410 : 204));
  world = await openApiWorld({ adminDir: inject('panelDir'), secretKey });
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
  const { db, log } = world.backend;
  const now = (): Date => new Date();
  sending = startOutboundEvents({ db, log, loops: createLoops(log), now, secretKey, publicUrl: null });
});
afterAll(async () => {
  await sending.stop();
  await browser.close();
  await world.close();
  await receiver.close();
});

/** Waits for a row. */
async function found(sql: string): Promise<void> {
  await waitFor(
    async () => await queryRows(world.backend.db, sql),
    (rows) => rows.length > 0,
  );
}

test('an endpoint is made, ends with an answer of 410, is resumed, and gets the message again', async () => {
  const { page, context, complaints } = await enterPanel(browser, url, 'superuser', '/');
  await page.getByRole('link', { name: 'Outbound events' }).click();
  await page.getByRole('link', { name: 'New endpoint' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('accounting');
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.getByRole('checkbox', { name: 'Alert opened' }).check();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  const secret = page.getByRole('dialog', { name: 'The secret of the endpoint' });
  expect(await secret.getByLabel('Secret', { exact: true }).textContent()).toMatch(/^whsec_/);
  expect(await findBarriers(page)).toEqual([]);
  await secret.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('heading', { level: 1, name: 'accounting' }).waitFor();
  await page.getByText('No message yet.').waitFor();

  await queryRows(
    world.backend.db,
    `insert into alert_incidents (id, kind, cause_key, opened_at, last_seen_at)
     values (gen_random_uuid(), 'sync_failed', 'x', now(), now())`,
  );
  await found(`select from outbound_endpoints where state = 'ended'`);
  await page.reload();
  const message = page.getByRole('row', { name: /Alert opened/ });
  await message.getByText('410', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await message.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('1 message is sent again.').waitFor();
  await found(`select from outbound_deliveries where status = 'delivered'`);
  const [first, second] = receiver.received;
  expect(receiver.accepted()).toEqual([first?.id]);
  expect(second?.id).toBe(first?.id);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.reload();
  await message.getByText('Delivered').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
  await context.close();
});

test('an operator sees the log and sends a period again, and changes nothing', async () => {
  const { page, context, complaints } = await enterPanel(
    browser,
    url,
    'operator',
    '/outbound-endpoints',
    'es-CL',
  );
  await page.getByRole('link', { name: 'accounting' }).click();
  await page.getByRole('row', { name: /Alerta abierta/ }).waitFor();
  expect(await page.getByRole('button', { name: /Pausar|Nuevo secreto|Eliminar/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Reenviar un período' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reenviar un período' });
  await dialog.getByRole('textbox', { name: 'Cambios desde' }).fill('01-03-2026 12:00');
  await dialog.getByRole('button', { name: 'Enviar otra vez' }).click();
  await page.getByText('Se envía otra vez 1 mensaje.').waitFor();
  await waitFor(
    () => receiver.received.length,
    (count) => count === 3,
  );
  expect(complaints).toEqual([]);
  await context.close();
  const viewer = await enterPanel(browser, url, 'viewer', '/');
  await viewer.page.getByRole('link', { name: 'API tokens' }).waitFor();
  expect(await viewer.page.getByRole('link', { name: 'Outbound events' }).count()).toBe(0);
  await viewer.context.close();
});
