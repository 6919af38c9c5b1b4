import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { type Conflict, conflictPageShape } from '../../src/contract/conflict.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import type { DemoOrder, DemoTicket } from '../../src/demo/model/model.ts';
import { findBarriers } from './find-barriers.ts';
import { PANEL } from './panel-world.ts';
import { openSyncedPanel, type SyncedPanel } from './synced-panel.ts';

const NOTE = 'Had the money back, paid again at the door. Accounting knows.';
const ZONE = 'America/Santiago';

let panel: SyncedPanel;

beforeAll(async () => {
  panel = await openSyncedPanel(40);
});
afterAll(async () => await panel.close());

async function conflicts(): Promise<Conflict[]> {
  const reply = await panel.world.ask('operator', 'GET', 'conflicts/?page_size=200');
  return conflictPageShape.parse(reply.json()).results;
}

/** The order that the store refunded in full in spring, although both ticket holders were admitted. */
function refundedOrder(): { readonly order: DemoOrder; readonly tickets: readonly DemoTicket[] } {
  for (const { order, tickets } of panel.store.cases()) {
    if (order?.status === 'refunded' && tickets.some((ticket) => ticket.status === 'Checked In')) {
      return { order, tickets };
    }
  }
  throw new Error('the demo store has no such order');
}

const clock = (utc: number | undefined, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE }).format(
    (utc ?? 0) * 1000,
  );

/** The value beside a label in a list of facts. */
async function fact(page: Page, label: string): Promise<string | null> {
  return await page.locator(`dt:text-is("${label}") + dd`).textContent();
}

test('a ticket refunded before entry is explained on one screen, and acknowledged with a note', async () => {
  const { order, tickets } = refundedOrder();
  const [ticket] = tickets;
  const { page, complaints, context } = await panel.enter('operator', '/conflicts');
  // The holders of two tickets of one order, those of both tickets of another, and one who asked for a refund after
  // entering.
  const rows = page.locator('tbody tr');
  await rows.nth(4).waitFor();
  expect(await rows.count()).toBe(5);
  const row = rows.filter({ hasText: ticket?.ticketNumber ?? '' });
  expect(await row.textContent()).toContain('Refunded before entry');
  expect(await findBarriers(page)).toEqual([]);
  await row.getByRole('link', { name: /^View and decide/u }).click();

  await page.getByRole('heading', { level: 1, name: 'Refunded before entry' }).waitFor();
  await page.getByText('The gate should have refused it.').waitFor();
  const { attendee, checkIns, ticketNumber } = ticket as DemoTicket;
  expect(await fact(page, 'Refunded')).toBe(clock(order.refunds.at(-1)?.createdAtUtc, 'en-GB'));
  expect(await fact(page, 'Checked in')).toBe(clock(checkIns[0]?.atUtc, 'en-GB'));
  expect(await fact(page, 'Gate')).toBe('The gate of the store');
  expect(await fact(page, 'Person')).toBe(`${attendee.firstName} ${attendee.lastName}`);
  expect(await fact(page, 'Ticket')).toBe(ticketNumber);
  expect(await fact(page, 'Order')).toBe(String(order.id));
  expect(await page.getByRole('link', { name: 'Event 173911', exact: true }).count()).toBe(1);
  expect(await page.getByRole('button', { name: /from the store/u }).count()).toBe(0);
  expect(await findBarriers(page)).toEqual([]);

  expect(await page.getByRole('button', { name: 'Close with this note' }).isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Note' }).fill(NOTE);
  await page.getByRole('button', { name: 'Close with this note' }).click();
  await page.getByText('Closed', { exact: true }).waitFor();
  expect(await fact(page, 'Note')).toBe(NOTE);
  expect(await fact(page, 'Decided by')).toBe('operator');

  await page.getByRole('link', { name: ticketNumber }).click();
  const onTicket = page.getByRole('region', { name: 'Conflicts and decisions' }).first();
  await onTicket.getByText(NOTE).waitFor();
  await page.getByRole('link', { name: `Order ${order.id}` }).click();
  await page.getByRole('heading', { level: 1, name: `Order ${order.id}` }).waitFor();
  await page.getByRole('region', { name: 'Conflicts and decisions' }).first().getByText(NOTE).waitFor();

  await page.goto(`${panel.url}${PANEL}/conflicts`);
  await rows.nth(3).waitFor();
  expect(await rows.count()).toBe(4);
  expect(await page.getByText(ticketNumber).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a viewer sees the conflict without names, and no decisions', async () => {
  const [one] = await conflicts();
  const { page, complaints, context } = await panel.enter('viewer', `/conflicts/${one?.id}/show`, 'es-CL');
  await page.getByRole('heading', { level: 1, name: /^Reembolsada (antes|después) del ingreso$/u }).waitFor();
  expect(await fact(page, 'Persona')).toBe('***');
  expect(await page.getByText('Qué puede hacer').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a decision that discards the value here asks first, and the value remains readable', async () => {
  const editor = await StoreEditor.open(panel.storeUrl, panel.store);
  const ticket = [...editor.tickets.values()].find(
    ({ productId, status, orderId }) =>
      productId === 173911 && status === 'Not Checked In' && orderId !== null,
  ) as DemoTicket;
  await queryRows(
    panel.world.backend.db,
    "update tickets set first_name = 'Anita' where woo_ticket_id = $1",
    [ticket.id],
  );
  await renameTicket(editor, ticket.id, { firstName: 'Ana María' });
  await editor.close();
  await panel.sync();
  const edited = (await conflicts()).find(({ kind }) => kind === 'edited');
  const { page, complaints, context } = await panel.enter('operator', `/conflicts/${edited?.id}/show`);
  await page.getByRole('button', { name: 'Take “Ana María” from the store' }).click();
  await page.getByText('“Ana María” from the store replaces “Anita”', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect((await conflicts()).some(({ id }) => id === edited?.id)).toBe(true);
  await page.getByRole('button', { name: 'Take “Ana María” from the store' }).click();
  await page.getByRole('button', { name: 'Replace it' }).click();
  await page.getByText('The store’s value was taken').waitFor();
  expect(await fact(page, 'Here')).toBe('Anita');
  const [row] = await queryRows<{ first_name: string }>(
    panel.world.backend.db,
    'select first_name from tickets where woo_ticket_id = $1',
    [ticket.id],
  );
  expect(row?.first_name).toBe('Ana María');
  expect(complaints).toEqual([]);
  await context.close();
});
