import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import type { ApiWorld } from '../http/api-world.ts';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { type PrivateSshd, SSH_PASSWORD, SSH_USER, startSshd } from '../servers/private-sshd.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelBesideStore, type PanelBesideStore } from './panel-beside-store.ts';
import { openBrowser, PANEL, type Visit } from './panel-world.ts';

let panel: PanelBesideStore;
let sshd: PrivateSshd;
let world: ApiWorld;
let browser: Browser;
let eventId: string;

beforeAll(async () => {
  [panel, sshd, browser] = await Promise.all([openPanelBesideStore(40), startSshd(), openBrowser()]);
  world = panel.world;
  const { report } = await syncProduct(world.backend, { storeUrl: panel.shop.url, product: 173911 });
  eventId = eventIdOf(report);
});
afterAll(async () => {
  await browser.close();
  await panel.close();
  await sshd.stop();
});

const enter = async (role: Role, path: string, locale?: string): Promise<Visit> =>
  await panel.enter(browser, role, path, locale);

const one = async <T>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> =>
  (await queryRows<T & object>(world.backend.db, sql, values))[0];

test('a store over SSH: entered, diagnosed, its host key confirmed, and reached', async () => {
  const { page, context, complaints } = await enter('superuser', '/credentials');
  await page.getByRole('link', { name: 'New credentials' }).click();
  await page.getByRole('radio', { name: /Direct/ }).check();
  expect(await page.locator('[name=ssh_host]').count()).toBe(0);
  await page.getByRole('radio', { name: /SSH tunnel/ }).check();
  const { host, port, user, password, database: name } = parseStoreUrl(panel.shop.url);
  const fields = {
    name: 'Teatro',
    ssh_host: '127.0.0.1',
    ssh_port: String(sshd.port),
    ssh_username: SSH_USER,
    ssh_password: SSH_PASSWORD,
    mysql_host: host,
    mysql_port: String(port),
    mysql_database: name,
    mysql_username: user,
    mysql_password: password ?? '',
  };
  for (const [field, value] of Object.entries(fields)) await page.locator(`[name=${field}]`).fill(value);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save and test' }).click();

  await page.getByText('Is this the right host?').waitFor();
  const fingerprint = createHash('sha256')
    .update(Buffer.from(sshd.hostKey.split(' ')[1] ?? '', 'base64'))
    .digest('base64')
    .replace(/=+$/, '');
  await page.getByText(fingerprint).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'It is the same: confirm' }).click();
  await page.getByText('The store can be reached.').waitFor();
  const kept = await one<{ ssh_host_key: string; id: string }>(
    "select id, ssh_host_key from sync_credentials where name = 'Teatro'",
  );
  expect(kept?.ssh_host_key).toBe(sshd.hostKey.split(' ').slice(0, 2).join(' '));

  // With another address, the form asks for the secrets again, and says so before the server would.
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.locator('[name=ssh_host]').fill('elsewhere.example.com');
  await page.getByText('These credentials would connect elsewhere').waitFor();
  await page.locator('[name=ssh_host]').fill('127.0.0.1');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'New key pair for the SSH host' }).click();
  await page.getByText(/^ssh-ed25519 [\w+/=]+ taquilla-teatro$/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("an order and its ticket; the gate admits and undoes it, and never clears the store's check-in", async () => {
  const order = await one<{ number: string; ticket: string; total: string }>(
    `select o.number, t.ticket_number as ticket, o.total::bigint::text as total from tickets t join orders o on o.id = t.order_id
     where t.status = 'active' and t.check_in_status = 'not_checked_in' and t.removed_at is null
       and t.event_id = $1 and t.ticket_number is not null and o.currency = 'CLP' order by t.id limit 1`,
    [eventId],
  );
  if (order === undefined) throw new Error('no ticket to let in');
  const { page, context, complaints } = await enter('operator', '/orders');
  await page.getByPlaceholder('Number, name, phone or e-mail').fill(order.number);
  // The search starts when typing stops; until its reply arrives, the earlier rows are shown.
  await page.waitForURL(/filter=/);
  await page.getByText('1–1 of 1').waitFor();
  const thousands = order.total.replace(/\B(?=(\d{3})+$)/g, ',');
  await page.getByRole('cell', { name: `CLP ${thousands}` }).waitFor();
  await page.getByRole('link', { name: order.number, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: `Order ${order.number}` }).waitFor();
  await page.getByRole('heading', { name: 'History' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('link', { name: order.ticket, exact: true }).click();
  await page.getByRole('button', { name: 'Check in' }).click();
  await page.getByRole('cell', { name: 'Taquilla', exact: true }).waitFor();
  const state = async () =>
    (
      await one<{ check_in_status: string }>('select check_in_status from tickets where ticket_number = $1', [
        order.ticket,
      ])
    )?.check_in_status;
  expect(await state()).toBe('checked_in');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo check-in' }).click();
  await page.getByRole('button', { name: 'Check in' }).waitFor();
  expect(await state()).toBe('not_checked_in');

  await page.goto(`${panel.url}${PANEL}/events/${eventId}/show`);
  await page.getByRole('heading', { name: /Sales by (day|week)/ }).waitFor();
  await page.getByRole('heading', { name: 'Payout' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the day filter of a list is in the panel’s language', async () => {
  const found = await one<{ orders: string }>(
    `select count(*)::text as orders from orders where event_id = $1 and removed_at is null
       and ordered_at >= timestamp '2025-08-01' at time zone 'America/Santiago'
       and ordered_at < timestamp '2025-09-01' at time zone 'America/Santiago'`,
    [eventId],
  );
  const { page, context, complaints } = await enter('operator', '/orders', 'es-CL');
  for (const [label, day, shown] of [
    ['Desde', '1/8/2025', '01-08-2025'],
    ['Hasta', '31-08-2025', '31-08-2025'],
  ] as const) {
    const field = page.getByRole('search').getByLabel(label);
    await field.focus();
    await field.fill(day);
    await field.blur();
    await expect.poll(async () => await field.inputValue()).toBe(shown);
  }
  expect(Number(found?.orders)).toBeGreaterThan(0);
  await page.getByText(new RegExp(`^1–\\d+ de ${found?.orders}$`)).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('an alert is acknowledged', async () => {
  await queryRows(
    world.backend.db,
    `insert into alert_incidents (id, cause_key, kind, error_code, error_message, opened_at, last_seen_at)
     values ($1, 'test', 'sync_failed', 'store.unreachable', 'The store is away.', now(), now())`,
    [newId()],
  );
  const { page, context, complaints } = await enter('operator', '/alerts');
  await page.getByRole('button', { name: 'I have seen it' }).click();
  await page.getByText('Seen by operator').waitFor();
  expect(await page.getByRole('button', { name: 'I have seen it' }).count()).toBe(0);
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a token is created, shown once, works, and stops when it is revoked', async () => {
  const { page, context, complaints } = await enter('viewer', '/tokens', 'es-CL');
  await page.getByRole('button', { name: 'Nuevo token' }).first().click();
  await page.getByLabel('Nombre').fill('Planilla');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Crear' }).click();
  const token = (await page.getByText(/^taq_/).textContent()) ?? '';
  const status = async () =>
    (await fetch(`${panel.url}/api/v1/events/`, { headers: { authorization: `Token ${token}` } })).status;
  expect(await status()).toBe(200);
  await page.getByRole('button', { name: 'Ya lo copié' }).click();
  expect(await page.getByText(token).count()).toBe(0);
  const row = page.getByRole('row').filter({ hasText: 'Planilla' });
  await row.getByRole('button', { name: 'Revocar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revocar' }).click();
  await row.getByText('Revocado').waitFor();
  expect(await status()).toBe(401);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a viewer sees no button that would be refused, and no personal data', async () => {
  const viewer = await enter('viewer', '/orders');
  await viewer.page.getByText('Names and addresses are hidden from you').waitFor();
  await viewer.page.getByRole('cell', { name: '***' }).first().waitFor();
  for (const name of ['Credentials', 'Users', 'Audit log']) {
    expect(await viewer.page.getByRole('link', { name, exact: true }).count()).toBe(0);
  }
  const ticket = await one<{ id: string }>(
    "select id from tickets where status = 'active' and check_in_status = 'not_checked_in' limit 1",
  );
  await viewer.page.goto(`${panel.url}${PANEL}/tickets/${ticket?.id}/show`);
  await viewer.page.getByRole('heading', { name: 'Check-in', exact: true }).waitFor();
  expect(await viewer.page.getByRole('button', { name: /Check in|Undo check-in/ }).count()).toBe(0);
  await viewer.page.goto(`${panel.url}${PANEL}/alerts`);
  await viewer.page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
  expect(await viewer.page.getByRole('button', { name: 'I have seen it' }).count()).toBe(0);
  expect(viewer.complaints).toEqual([]);
  await viewer.context.close();
});
