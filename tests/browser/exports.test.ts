import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvRecords } from '../http/export-files.ts';
import { openSyncedPanel, type SyncedPanel } from './synced-panel.ts';

let panel: SyncedPanel;

beforeAll(async () => {
  panel = await openSyncedPanel(60);
});
afterAll(async () => await panel.close());

test('a file has the rows that the list shows, and the door list everybody who may enter', async () => {
  const { page, context, complaints } = await panel.enter('operator', '/orders', 'es-CL');
  await page.setViewportSize({ width: 390, height: 900 });
  await page.getByRole('combobox', { name: 'Estado' }).click();
  await page.getByRole('option', { name: 'Pagado', exact: true }).click();
  await page.getByRole('button', { name: 'Exportar' }).click();
  const arrives = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV para planillas' }).click();
  const download = await arrives;
  expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/);
  const rows = csvRecords((await readFile(await download.path(), 'utf8')).replace(/^\uFEFF/, ''), ';');
  const { rows: paid } = await panel.world.backend.db.query<{ number: string }>(
    `select number from orders where status = 'paid' and removed_at is null`,
  );
  expect(paid.length).toBeGreaterThan(10);
  expect(new Set(rows.map((row) => row['Número']))).toEqual(new Set(paid.map(({ number }) => number)));
  expect(new Set(rows.map((row) => row['Estado']))).toEqual(new Set(['paid']));

  const { rows: found } = await panel.world.backend.db.query<{ event: string; tickets: number }>(
    `select event_id as event, count(*) as tickets from tickets
     where status = 'active' and removed_at is null group by 1`,
  );
  const [{ event, tickets } = { event: '', tickets: 0 }] = found;
  expect(tickets).toBeGreaterThan(20);
  await page.goto(`${page.url().replace(/orders.*$/, '')}events/${event}/show`);
  await page.getByRole('link', { name: 'Lista de puerta' }).click();
  await page.getByText(`${tickets} entradas`).waitFor();
  expect(await page.locator('.door-list tbody tr').count()).toBe(tickets);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.emulateMedia({ media: 'print' });
  const visible = 'getComputedStyle(document.querySelector("SELECTOR")).visibility';
  expect(await page.evaluate(visible.replace('SELECTOR', '.door-list td'))).toBe('visible');
  expect(await page.evaluate(visible.replace('SELECTOR', 'nav a'))).toBe('hidden');
  expect(complaints).toEqual([]);
  await context.close();
});
