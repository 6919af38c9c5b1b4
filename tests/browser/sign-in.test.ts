import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { hashPassword } from '../../src/backend/users/password-hash.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createServer } from '../../src/http/server/server.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { serverParts } from '../http/server-parts.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce/';
const EMAIL = 'ana@example.com';
const PASSWORD = 'a long one of no importance';
const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let backend: FreshDatabase;
let db: Database;
let built: FastifyInstance;
let unbuilt: FastifyInstance;
let builtUrl: string;
let unbuiltUrl: string;
let browser: Browser;

beforeAll(async () => {
  backend = await freshBackendDatabase();
  db = openDatabase({ connectionString: backend.url }, log);
  await migrate(db, log);
  await createUser(db, { email: EMAIL, passwordHash: await hashPassword(PASSWORD), role: 'viewer' });
  built = await createServer({ ...serverParts(db, log), adminDir: inject('panelDir') });
  unbuilt = await createServer(serverParts(db, log));
  builtUrl = await listen(built, { host: '127.0.0.1', port: 0 });
  unbuiltUrl = await listen(unbuilt, { host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await built.close();
  await unbuilt.close();
  await closeDatabase(db);
  await backend.drop();
});

test('the root path shows the sign-in in the language of the browser, without any error', async () => {
  for (const [locale, title] of [
    ['en-GB', 'Sign in'],
    ['es-CL', 'Iniciar sesión'],
  ] as const) {
    const { page, context, complaints } = await visit(browser, `${builtUrl}/`, locale);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(page.url()).toBe(`${builtUrl}${ADMIN}`);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
    expect(complaints).toEqual([]);
    await context.close();
  }
});

test("missing fields of a form are reported in the language of the panel, whatever the browser's language", async () => {
  const { page, context } = await visit(browser, `${builtUrl}${ADMIN}`, 'en-GB');
  await page.getByRole('button', { name: 'Español' }).click();
  const email = page.getByLabel('Correo');
  const password = page.getByLabel('Contraseña', { exact: true });
  const send = async (): Promise<string | null> => {
    await page.getByRole('button', { name: 'Iniciar sesión' }).click();
    return await page.getByRole('alert').textContent();
  };
  expect(await send()).toBe('Escriba su correo.');
  expect(await email.evaluate('document.activeElement.id')).toBe('email');
  await email.fill('ana');
  expect(await send()).toBe('Escriba el correo completo, como nombre@example.com.');
  expect(await email.getAttribute('aria-invalid')).toBe('true');
  await email.fill(EMAIL);
  expect(await send()).toBe('Escriba una contraseña.');
  expect(await email.getAttribute('aria-invalid')).toBe(null);
  expect(await password.getAttribute('aria-invalid')).toBe('true');
  await context.close();
});

test('follows the colour scheme of the system', async () => {
  const { page, context } = await visit(browser, `${builtUrl}${ADMIN}`, 'en');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const background = async () => await page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
  await context.close();
});

test('shows the fault, signs in, and after the session ended returns to the same screen', async () => {
  const { page, context, complaints } = await visit(
    browser,
    `${builtUrl}${ADMIN}syncexecution/?days=90`,
    'es-CL',
  );
  const signIn = async (password: string) => {
    await page.getByLabel('Correo').fill(EMAIL);
    await page.getByLabel('Contraseña', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Iniciar sesión' }).click();
  };
  await signIn('another');
  await page.getByText('El correo o la contraseña no son correctos').waitFor();
  await signIn(PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'Ejecuciones' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${ADMIN}executions`);

  await db.query('delete from user_sessions');
  await page.getByText('Su sesión terminó').waitFor();
  await signIn(PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'Ejecuciones' }).waitFor();
  await page.getByRole('button', { name: /Cuenta de/ }).click();
  await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  // The refusals that this test caused are logged in the browser's own words; nothing else may be logged.
  expect(complaints.filter((one) => !/401|no se proveyeron/.test(one))).toEqual([]);
  await context.close();
});

test('shows a page even if the panel was not built', async () => {
  const { page, context, complaints } = await visit(browser, `${unbuiltUrl}/`, 'en');
  await page.getByText('The service is running.').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
