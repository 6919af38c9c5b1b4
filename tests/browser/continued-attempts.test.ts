import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type ApiWorld, addExecution, BODY, openApiWorld, PASSWORD } from '../http/api-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

let world: ApiWorld;
let browser: Browser;
let url: string;
let id: string;
let earlier: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([openApiWorld({ adminDir: inject('panelDir') }), openBrowser()]);
  const configurationId = String((await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id);
  earlier = await addExecution(world, configurationId, { status: 'failed' });
  id = await addExecution(world, configurationId, { status: 'success' });
  const attempt = async (number: number, outcome: string, from: readonly unknown[], orders: number | null) =>
    await world.backend.db.query(
      `insert into sync_attempts (id, execution_id, number, outcome, finished_at, continued_execution_id,
         continued_attempt, continued_phase, continued_position, orders_read, tickets_read)
       values ($1, $2, $3, $4, now(), $5, $6, $7, $8, $9, $9)`,
      [newId(), id, number, outcome, ...from, orders],
    );
  await attempt(1, 'worker_lost', [earlier, 2, 'orders', 173_999], null);
  await attempt(2, 'success', [id, 1, 'orders', 174_100], 1_640);
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

test.each([
  [
    'en-GB',
    [
      'Continues after order 174100 of attempt 1',
      'Continues after order 173999 of attempt 2',
      'Orders read: 1,640 · Tickets read: 1,640',
    ],
    'of an earlier execution',
  ],
  [
    'es-CL',
    [
      'Continúa después del pedido 174100 del intento 1',
      'Continúa después del pedido 173999 del intento 2',
      'Pedidos leídos: 1.640 · Entradas leídas: 1.640',
    ],
    'de una ejecución anterior',
  ],
])(
  'an execution shows in %s after which order its attempts continue, and links to the earlier one',
  async (locale, texts, link) => {
    const { context, page, complaints } = await visit(browser, `${url}/readyz`, locale);
    const data = { email: 'superuser@example.com', password: PASSWORD };
    expect((await context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
    await page.goto(`${url}/admin/sync_woocommerce/executions/${id}/show`);
    complaints.length = 0;
    for (const text of texts) await page.getByText(text).waitFor();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await findBarriers(page)).toEqual([]);
      if (process.env['LOOK'] !== undefined)
        await page.screenshot({ path: `${process.env['LOOK']}/${locale}-${width}.png`, fullPage: true });
    }
    await page.getByRole('link', { name: link }).click();
    await page.waitForURL(`**/executions/${earlier}/show`);
    expect(complaints).toEqual([]);
    await context.close();
  },
);
