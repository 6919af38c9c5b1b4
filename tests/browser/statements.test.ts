import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { refund } from '../../src/demo/edit/refund-changes.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { parseMoney } from '../../src/kernel/money/money.ts';
import { findBarriers } from './find-barriers.ts';
import { PANEL } from './panel-world.ts';
import { openSyncedPanel, type SyncedPanel } from './synced-panel.ts';

let panel: SyncedPanel;

beforeAll(async () => {
  panel = await openSyncedPanel(40);
});
afterAll(async () => await panel.close());

test('a closed statement keeps its figures, and a late refund is a correction of the next one', async () => {
  const { db } = panel.world.backend;
  const [sold] = await queryRows<{ event: string; number: string; id: number; total: string }>(
    db,
    `select event_id as event, number, woo_order_id as id, total::text as total from orders
     where status = 'paid' and refunded = 0 and total > 0 and order_total = total and currency = 'CLP'
     order by woo_order_id limit 1`,
  );
  if (sold === undefined) throw new Error('the demo store has no such order');
  const { page, complaints, context } = await panel.enter('operator', `/events/${sold.event}/show`);
  await page.getByRole('link', { name: 'Statement', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /^Statement of / }).waitFor();
  const closing = page.getByRole('region', { name: 'Close this period · CLP' });
  await closing.getByText(/^This is what will be kept/).waitFor();
  const balance = await closing.locator('dt:text-is("Closing balance") + dd').textContent();
  expect(await findBarriers(page)).toEqual([]);
  await closing.getByRole('button', { name: 'Close this period' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();

  await page.getByRole('heading', { level: 1, name: 'Statement 1' }).waitFor();
  const shown = page.getByRole('region', { name: 'Figures' });
  const figure = (name: string) => shown.locator(`dt:text-is("${name}") + dd`);
  expect(await figure('Closing balance').textContent()).toBe(balance);
  expect(await findBarriers(page)).toEqual([]);
  const closed = page.url();

  const editor = await StoreEditor.open(panel.storeUrl, panel.store);
  await refund(editor, sold.id, [], parseMoney(sold.total));
  await editor.close();
  await panel.sync();
  await page.goto(`${panel.url}${PANEL}/events/${sold.event}/statement`);
  const open = page.getByRole('region', { name: 'Open period · CLP' });
  expect(await open.locator('dt:text-is("Opening balance") + dd').textContent()).toContain(
    balance?.replace(/^= /, ''),
  );
  const line = page.getByRole('row', { name: /Correction: Refunded before this period/ });
  await line.getByRole('link', { name: sold.number, exact: true }).waitFor();
  expect(await line.count()).toBe(1);
  await page.goto(closed);
  expect(await figure('Closing balance').textContent()).toBe(balance);

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^statement-1-CLP-\d{4}-\d\d-\d\d\.csv$/);
  expect(complaints).toEqual([]);
  await context.close();
});
