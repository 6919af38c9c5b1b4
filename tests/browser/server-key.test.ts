import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { keyFingerprint } from '../../src/kernel/secrets/key-fingerprint.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { storedLogin } from '../../src/stores/stored-store.ts';
import { diagnose } from '../../src/woocommerce/diagnose/diagnose.ts';
import { type ApiWorld, openApiWorldOn, PASSWORD } from '../http/api-world.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { type FakeMysql, startFakeMysql } from '../servers/fake-mysql.ts';
import { ASKING } from '../servers/hostile-sign-ins.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');
const OTHER = `rsa ${Buffer.from('the SPKI of another server, as long as a key').toString('base64')}`;
const log = createLog('silent', process.stderr);
const now = () => new Date();

let database: FreshDatabase;
let server: FakeMysql;
let world: ApiWorld;
let browser: Browser;
let url: string;
let id: string;

beforeAll(async () => {
  [database, server, browser] = await Promise.all([
    freshBackendDatabase(),
    startFakeMysql(null),
    openBrowser(),
  ]);
  server.play(ASKING['sha256_password'] ?? (async () => undefined));
  world = await openApiWorldOn(database, (db) => {
    const stores = { db, log, now, secretKey, environment: null };
    return {
      adminDir: inject('panelDir'),
      secretKey,
      stores: {
        ...createStoreAccess(stores),
        // The server listens on this machine, and must be treated as a remote one.
        testStored: async (credentialsId, signal) => {
          const { login } = await storedLogin(stores, credentialsId);
          const reach = { ...login.reach, isOwnAddress: () => false };
          return await diagnose({ ...login, reach }, { signal, now, log, budgetMs: 3_000 });
        },
      },
    };
  });
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    name: 'Teatro',
    transport: 'direct',
    mysql_host: 'localhost',
    mysql_port: server.port,
    mysql_username: 'reader',
    mysql_database: 'wordpress',
    mysql_password: 'gato-mysql',
  });
  id = String(made.json().id);
  url = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await server.stop();
  await database.drop();
});

async function enter(locale: string) {
  const visited = await visit(browser, `${url}/readyz`, locale);
  const data = { email: 'superuser@example.com', password: PASSWORD };
  expect((await visited.context.request.post(`${url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  await visited.page.goto(`${url}/admin/sync_woocommerce/credentials/${id}/show`);
  visited.complaints.length = 0;
  return visited;
}

async function pinned(): Promise<string | null | undefined> {
  const sql = 'select mysql_server_key from sync_credentials where id = $1';
  return (await queryRows<{ mysql_server_key: string | null }>(world.backend.db, sql, [id]))[0]
    ?.mysql_server_key;
}

async function askedFor(page: Page): Promise<void> {
  await page
    .getByText(keyFingerprint(Buffer.from(server.rsaKey, 'base64')))
    .first()
    .waitFor();
  expect(await findBarriers(page)).toEqual([]);
}

test('a server key is compared and confirmed, replaced with the password, and forgotten with it', async () => {
  const { page, context, complaints } = await enter('en-GB');
  await page.getByRole('button', { name: /^Test/ }).click();
  await page.getByText('Is this the database server?').waitFor();
  await askedFor(page);
  expect(server.waysToRead('gato-mysql')).toEqual([]);
  await page.getByRole('button', { name: 'It is the same: confirm' }).click();
  await page.getByRole('heading', { name: 'Confirmed server key' }).waitFor();
  expect(await pinned()).toBe(`rsa ${server.rsaKey}`);

  await world.backend.db.query('update sync_credentials set mysql_server_key = $1 where id = $2', [
    OTHER,
    id,
  ]);
  await page.reload();
  await page.getByRole('button', { name: /^Test/ }).click();
  await page.getByText('The database server shows a key that differs from the confirmed one').waitFor();
  await askedFor(page);
  const replace = page.getByRole('button', { name: 'Confirm the new key' });
  await page.getByLabel('I asked through another channel').check();
  expect(await replace.isDisabled()).toBe(true);
  await page.getByLabel('Password of the database user').fill('gato-mysql');
  await replace.click();
  await page.getByText('The key of the database server is confirmed.').waitFor();
  expect(await pinned()).toBe(`rsa ${server.rsaKey}`);

  await page.getByRole('button', { name: 'Forget the key' }).click();
  await page.getByRole('dialog').getByLabel('Password of the database user').fill('gato-mysql');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Forget the key' }).click();
  await page.getByText('The server key was forgotten.').waitFor();
  expect(await pinned()).toBeNull();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a set whose password an unconfirmed server can read shows a warning, in Spanish too', async () => {
  await world.backend.db.query(`update sync_credentials set unverified_auth_since = now() where id = $1`, [
    id,
  ]);
  const { page, context, complaints } = await enter('es-CL');
  await page.getByText('Otro servidor podría leer la contraseña de la base de datos').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
