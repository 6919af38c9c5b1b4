import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { findBarriers } from './find-barriers.ts';
import { openSyncedPanel, type SyncedPanel } from './synced-panel.ts';

let panel: SyncedPanel;
let editor: StoreEditor;
let ticket: { readonly id: string; readonly post: number; readonly first: string; readonly last: string };
let event: string;
let tier: string;

beforeAll(async () => {
  panel = await openSyncedPanel(20);
  editor = await StoreEditor.open(panel.storeUrl, panel.store);
  ticket = await one(
    `select id, woo_ticket_id as post, first_name as first, last_name as last from tickets
     where status = 'active' and woo_ticket_id is not null and first_name is not null and last_name is not null
       and jsonb_array_length(form_data) > 1 order by id limit 1`,
  );
  event = (await one<{ id: string }>('select id from events')).id;
  tier = (await one<{ id: string }>('select id from ticket_tiers where woo_variation_id = 173912')).id;
});
afterAll(async () => {
  await editor.close();
  await panel.close();
});

async function one<T extends object>(sql: string): Promise<T> {
  const { rows } = await panel.world.backend.db.query<T>(sql);
  if (rows[0] === undefined) throw new Error(`no row: ${sql}`);
  return rows[0];
}

/** The cells of the row of an edited field. */
async function edited(page: Page, field: string): Promise<(string | null)[]> {
  const row = page
    .getByRole('region', { name: /^(Edited here|Editado aquí)$/u })
    .locator('tbody tr')
    .filter({ hasText: field });
  await row.waitFor();
  return await row.locator('td [data-data]').allTextContents();
}

const heading = async (page: Page, name: string): Promise<void> =>
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

test('an attendee’s name is edited, marked, kept by a sync, and taken back with one click', async () => {
  const { id, post, first, last } = ticket;
  const { page, complaints, context } = await panel.enter('operator', `/tickets/${id}/show`);
  await heading(page, `${first} ${last}`);
  expect(await page.getByText('Edited here').count()).toBe(0);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  const name = page.getByRole('textbox', { name: 'First name' });
  await name.waitFor();
  expect(await name.inputValue()).toBe(first);
  expect(await findBarriers(page)).toEqual([]);
  await name.fill('Corregida');
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await heading(page, `Corregida ${last}`);
  await page.getByText('Edited', { exact: true }).waitFor();
  expect(await edited(page, 'First name')).toEqual(['Corregida', first]);
  expect(await findBarriers(page)).toEqual([]);

  await renameTicket(editor, post, { lastName: 'Del Store' });
  await panel.sync();
  await page.reload();
  await heading(page, 'Corregida Del Store');
  expect(await edited(page, 'First name')).toEqual(['Corregida', first]);

  await page.getByRole('button', { name: 'Use the store’s value: First name' }).click();
  await heading(page, `${first} Del Store`);
  await page.getByText('Edited here').waitFor({ state: 'detached' });
  expect(await one(`select first_name as first from tickets where id = '${id}'`)).toEqual({ first });
  expect(complaints).toEqual([]);
  await context.close();
});

test("the user who saves second sees the first user's values, and keeps what they typed", async () => {
  const { id } = ticket;
  const { page, context } = await panel.enter('operator', `/tickets/${id}`);
  await page.getByRole('textbox', { name: 'Company' }).fill('Typed Ltd.');
  const { version } = (await panel.world.ask('superuser', 'GET', `/api/v1/tickets/${id}/`)).json();
  const first = await panel.world.ask('superuser', 'PATCH', `/api/v1/tickets/${id}/`, {
    version,
    phone: '600 123',
  });
  expect(first.statusCode).toBe(200);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const note = page.locator('.MuiAlert-root').filter({ hasText: 'while you were editing' });
  await note.waitFor();
  expect(await note.locator('li').allTextContents()).toEqual(['Phone: 600 123']);
  expect(await page.getByRole('textbox', { name: 'Company' }).inputValue()).toBe('Typed Ltd.');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await edited(page, 'Company')).toEqual(expect.arrayContaining(['Typed Ltd.']));
  expect(await one(`select phone, company from tickets where id = '${id}'`)).toEqual({
    phone: '600 123',
    company: 'Typed Ltd.',
  });
  await context.close();
});

test('an event that changed in the meantime shows its changed fields, without its slots and rows of seats', async () => {
  const { page, context } = await panel.enter('operator', `/events/${event}`);
  await page.getByRole('textbox', { name: 'Venue' }).fill('Typed Hall');
  await panel.world.backend.db.query(
    `update tickets set slot = 'Tour (10:30)', seat_row = 'Row A' where id = '${ticket.id}'`,
  );
  const address = `/api/v1/events/${event}/`;
  const { version } = (await panel.world.ask('superuser', 'GET', address)).json();
  const other = await panel.world.ask('superuser', 'PATCH', address, {
    version,
    title: 'Renamed by another',
  });
  expect(other.statusCode).toBe(200);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const note = page.locator('.MuiAlert-root').filter({ hasText: 'while you were editing' });
  await note.waitFor();
  expect(await note.locator('li').allTextContents()).toEqual(['Title: Renamed by another']);
  await panel.world.backend.db.query(
    `update tickets set slot = null, seat_row = null where id = '${ticket.id}'`,
  );
  await context.close();
});

test('an event’s times are entered in its time zone, wherever the browser is', async () => {
  const { page, context } = await panel.enter('operator', `/events/${event}`);
  // The demo event begins at 19:30 in Santiago.
  const starts = page.getByRole('textbox', { name: 'Starts' });
  await starts.waitFor();
  expect(await starts.inputValue()).toBe('15/11/2025 19:30');
  await starts.fill('15/11/2025 18:00');
  await page.getByRole('textbox', { name: 'Venue' }).fill('Sala Corregida');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await edited(page, 'Venue')).toEqual(expect.arrayContaining(['Sala Corregida']));
  expect(await one(`select venue, starts_at from events where id = '${event}'`)).toEqual({
    venue: 'Sala Corregida',
    // Three hours behind UTC.
    starts_at: new Date('2025-11-15T21:00:00Z'),
  });
  await page.getByRole('button', { name: 'Use the store’s value: Starts' }).click();
  await page.getByRole('button', { name: 'Use the store’s value: Starts' }).waitFor({ state: 'detached' });
  expect(await one(`select starts_at from events where id = '${event}'`)).toEqual({
    starts_at: new Date('2025-11-15T22:30:00Z'),
  });
  await context.close();
});

test('a tier is edited on a phone in Spanish, with a price in the local format', async () => {
  const { page, context } = await panel.enter('operator', `/ticket-tiers/${tier}/show`, 'es-CL');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Editar', exact: true }).click();
  await page.getByRole('textbox', { name: 'Precio, en CLP' }).fill('12345,5');
  await page.getByRole('spinbutton', { name: 'Cupo' }).fill('300');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  const [ours] = await edited(page, 'Precio');
  expect(ours).toContain('12.345,5');
  const wide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(wide)).toBe(false);
  expect(await one(`select price::float8 as price, capacity from ticket_tiers where id = '${tier}'`)).toEqual(
    {
      price: 12345.5,
      capacity: 300,
    },
  );
  await context.close();
});

test('a viewer is offered neither the form nor the undo, and sees no personal value of an edit', async () => {
  const { page, context } = await panel.enter('viewer', `/tickets/${ticket.id}/show`);
  expect(await edited(page, 'Phone')).toEqual(['***', expect.any(String)]);
  expect(await page.getByRole('link', { name: 'Edit', exact: true }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Use the store/u }).count()).toBe(0);
  await context.close();
});
