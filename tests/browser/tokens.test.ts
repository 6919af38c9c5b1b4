import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { type ApiWorld, openApiWorld, PASSWORD } from '../http/api-world.ts';
import { type Headers, newPerson, type Person } from '../http/person.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce';
let world: ApiWorld;
let url: string;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  world = await openApiWorld({ adminDir: inject('panelDir') });
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function enter(email: string, path: string, locale: string) {
  const visited = await visit(browser, `${url}/readyz`, locale);
  const data = { email, password: PASSWORD };
  expect((await visited.context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  await visited.page.goto(`${url}${ADMIN}${path}`);
  visited.complaints.length = 0;
  return visited;
}

async function statusOf(headers: Headers): Promise<number> {
  return (await fetch(`${url}/api/v1/auth/me/`, { headers })).status;
}

/** A user with two tokens, the first of which waits for review. */
async function personWithTokens(): Promise<{ person: Person; scanner: Headers; sheet: Headers }> {
  const person = await newPerson(world, 'operator');
  const session = await person.signIn();
  const scanner = await person.makeToken(session, { name: 'Scanner', role: 'viewer' });
  const sheet = await person.makeToken(session, { name: 'Planilla' });
  await queryRows(world.backend.db, 'update api_tokens set needs_review = true where id = $1', [scanner.id]);
  return { person, scanner: scanner.headers, sheet: sheet.headers };
}

test('a password change asks which tokens to keep, and says how many end', async () => {
  const { person, scanner, sheet } = await personWithTokens();
  const { page, context, complaints } = await enter(person.email, '/account', 'es-CL');
  await page.getByText('termina sus otras sesiones y 2 tokens').waitFor();
  await page.getByRole('checkbox', { name: /Planilla/ }).check();
  await page.getByText('termina sus otras sesiones y un token').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.locator('[name=current_password]').fill(PASSWORD);
  await page.locator('[name=password]').fill('cinco focas felices');
  await page.locator('[name=again]').fill('cinco focas felices');
  await page.getByRole('button', { name: 'Cambiar la contraseña' }).click();
  await page.getByText('La contraseña quedó cambiada').waitFor();
  expect([await statusOf(scanner), await statusOf(sheet)]).toEqual([401, 200]);
  const table = page.getByRole('region', { name: 'Tokens de la API' });
  await table.getByRole('row', { name: /Scanner/ }).waitFor({ state: 'detached' });
  expect(await table.getByRole('row', { name: /Planilla/ }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});

test("a superuser keeps one token of a user and revokes the other one on the user's page", async () => {
  const { person, scanner, sheet } = await personWithTokens();
  const { page, context, complaints } = await enter('superuser@example.com', `/users/${person.id}`, 'en-GB');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await row('Scanner').getByText('To review').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await row('Scanner').getByRole('button', { name: 'Keep' }).click();
  await row('Scanner').getByText('Valid').waitFor();
  await row('Planilla').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row('Planilla').waitFor({ state: 'detached' });
  // The row disappears at once, and comes back if the server refuses.
  await expect.poll(async () => await statusOf(sheet), { timeout: 30_000 }).toBe(401);
  expect(await statusOf(scanner)).toBe(200);
  expect(complaints).toEqual([]);
  await context.close();
});

test("the form of a new token hides personal data as soon as its role is lower than the user's own", async () => {
  const { person } = await personWithTokens();
  const { page, context, complaints } = await enter(person.email, '/tokens', 'en-GB');
  await page.getByRole('button', { name: 'New token' }).click();
  const sees = page.getByRole('switch', { name: /Sees names/ });
  expect(await sees.isChecked()).toBe(true);
  await page.getByRole('combobox', { name: /Role/ }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  expect(await sees.isChecked()).toBe(false);
  await page.getByRole('textbox', { name: 'Name' }).fill('Board');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('row').filter({ hasText: 'Board' }).getByText('Hidden').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
