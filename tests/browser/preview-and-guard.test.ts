import { createConnection } from 'mysql2/promise';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { mailedBy } from '../alerts/mailed.ts';
import { readMail } from '../alerts/read-mail.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelService, type PanelService } from './panel-service.ts';
import { enterPanel, openBrowser, type Visit } from './panel-world.ts';

const PRODUCT = 173_911;
const LOST = `type = 'shop_order' and id % 2 = 1`;

let service: PanelService;
let mails: MailServer;
let browser: Browser;
let visit: Visit;
let configuration: string;

beforeAll(async () => {
  mails = await startMailServer();
  service = await openPanelService(inject('panelDir'), { alerts: mailedBy(mails) });
  browser = await openBrowser();
  const set = await service.world.ask('superuser', 'POST', 'credentials/', {
    name: 'Teatro',
    ...service.login,
  });
  const made = await service.world.ask('superuser', 'POST', 'configurations/', {
    name: 'Concierto',
    woocommerce_product_id: PRODUCT,
    event_name: 'Concierto',
    organizer_email: 'organizer@example.com',
    service_fee_percentage: 10,
    frequency: 'manual',
    credentials: set.json().id,
  });
  expect(made.statusCode, made.body).toBe(201);
  configuration = made.json().id;
  await sync();
  await query(`update sync_changes set created_at = created_at - interval '2 days'`);
  visit = await enterPanel(browser, service.url, 'superuser', `/configurations/${configuration}/show`);
  await visit.page.setViewportSize({ width: 390, height: 900 });
});
afterAll(async () => {
  await browser.close();
  await service.close();
  await mails.close();
});

async function query<Row extends object>(sql: string): Promise<readonly Row[]> {
  return await queryRows<Row>(service.world.backend.db, sql);
}

async function inStore(sql: string): Promise<void> {
  const store = await createConnection(service.shopUrl);
  try {
    await store.query(sql);
  } finally {
    await store.end();
  }
}

async function idle(): Promise<boolean> {
  const rows = await query(`select from sync_executions where status in ('pending', 'running')`);
  return rows.length === 0;
}

async function sync(): Promise<void> {
  const asked = await service.world.ask('operator', 'POST', `configurations/${configuration}/trigger/`, {
    depth: 'sweep',
  });
  expect(asked.statusCode, asked.body).toBe(202);
  await waitFor(idle, Boolean);
}

async function open(path: string): Promise<void> {
  await visit.page.goto(`${service.url}/admin/sync_woocommerce${path}`);
}

test('a preview shows what a saved fee changes, and does exactly this', async () => {
  const { page } = visit;
  await page.getByRole('button', { name: 'What would change?' }).click();
  await page.getByText(/^No order, line, refund, ticket or check-in would change\./).waitFor();
  await open(`/configurations/${configuration}`);
  await page.getByLabel('Service fee (%)').fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'What would change?' }).click();
  const amounts = page.getByRole('region', { name: 'Amounts of orders' });
  await amounts.getByText('All orders in CLP').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Do exactly this' }).click();
  await page.waitForURL(/\/executions\/[^/]+\/show/);
  await waitFor(idle, Boolean);
  const done = await query(
    `select status, verification, preview_id is not null as previewed from sync_executions order by id desc limit 1`,
  );
  expect(done).toEqual([{ status: 'success', verification: 'verified', previewed: true }]);
  const wrong = await query(
    `select from orders where status = 'paid' and currency = 'CLP' and service_fee <> ceil(net * 12 / 100)`,
  );
  expect(wrong).toEqual([]);
});

test('a list of held removals is approved from the link of the mail', async () => {
  const { page } = visit;
  await inStore(`create table kept_aside as select * from wp_wc_orders where ${LOST}`);
  await inStore(`delete from wp_wc_orders where ${LOST}`);
  await sync();
  const link = (): string | undefined =>
    mails.received
      .map(({ raw }) => /removals\/[0-9a-f-]{36}\/show/.exec(readMail(raw).text)?.[0])
      .find((one) => one !== undefined);
  await open(`/${await waitFor(link, (one) => one !== undefined)}`);
  await page.getByText('Waits for a decision').waitFor();
  await page.getByLabel('Reason (optional)').fill('The host lost them');
  await page.getByRole('button', { name: 'Keep these rows for a week' }).click();
  await page.getByText('The rows stay.').waitFor();
  await page.getByRole('button', { name: 'Remove these rows' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('can no longer enter').waitFor();
  await dialog.getByRole('button', { name: 'Remove them' }).click();
  await waitFor(
    async () => await query(`select from held_removals where state = 'done'`),
    (rows) => rows.length === 1,
  );
  await page.getByText(/^This list was carried out: \d+ rows removed/).waitFor();
  expect(await query(`select from orders where woo_order_id % 2 = 1 and removed_at is null`)).toEqual([]);
});

test('an order is explained, and its row is left out, mended and read again', async () => {
  const { page } = visit;
  const [order] = await query<{ id: string; woo: number }>(
    `select id, woo_order_id as woo from orders where status = 'paid' and removed_at is null order by woo_order_id limit 1`,
  );
  await open(`/orders/${order?.id}/show`);
  await page.getByRole('link', { name: 'Explain', exact: true }).click();
  await page.getByText(/^Organizer’s amount: /).waitFor();
  await page.getByText('Store and backend agree.').waitFor();

  const of = `where id = ${order?.woo}`;
  const [was] = await query<{ currency: string }>(
    `select currency from orders where woo_order_id = ${order?.woo}`,
  );
  await inStore(`update wp_wc_orders set currency = 'XQZ', date_updated_gmt = utc_timestamp() ${of}`);
  await sync();
  await open(`/configurations/${configuration}/show?tab=rejects`);
  await page.getByText('order.unknown-currency').click();
  await page.getByRole('button', { name: 'Leave out' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('A currency of the test');
  await dialog.getByRole('button', { name: 'Leave out' }).click();
  await page.getByText('Left out on purpose').waitFor();
  await inStore(
    `update wp_wc_orders set currency = '${was?.currency}', date_updated_gmt = utc_timestamp() ${of}`,
  );
  await page.getByRole('button', { name: 'Read again now' }).click();
  await waitFor(
    async () => await query(`select from sync_rejects where settled_at is null`),
    (rows) => rows.length === 0,
  );
  await waitFor(idle, Boolean);
  expect(await query(`select status from orders where woo_order_id = ${order?.woo}`)).toEqual([
    { status: 'paid' },
  ]);
  expect(visit.complaints).toEqual([]);
});
