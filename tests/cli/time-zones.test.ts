import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { callTaquilla } from './call-taquilla.ts';
import type { Ended } from './run-taquilla.ts';

let store: StoreDatabase;
let backend: Backend & { readonly url: string };

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 20, seed: 5, layout: 'hpos' });
});
afterAll(async () => await store.drop());
beforeEach(async () => {
  backend = await freshBackend();
  return async () => await backend.close();
});

/** The time zone that WordPress stores under Settings, General; null if there is no such row. */
async function siteSays(timezoneString: string | null, gmtOffset: string | null): Promise<void> {
  const prefix = 'wp_';
  await store.exec(`DELETE FROM ${prefix}options WHERE option_name IN ('timezone_string', 'gmt_offset')`);
  for (const [name, value] of [
    ['timezone_string', timezoneString],
    ['gmt_offset', gmtOffset],
  ]) {
    if (value !== null)
      await store.exec(
        `INSERT INTO ${prefix}options (option_name, option_value) VALUES ('${name}', '${value}')`,
      );
  }
}

async function taquilla(args: readonly string[], timezone = 'America/Lima'): Promise<Ended> {
  const env = {
    DATABASE_URL: backend.url,
    TAQUILLA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TIME_ZONE: timezone,
  };
  const { password } = parseStoreUrl(store.url);
  return await callTaquilla(args, { env, input: JSON.stringify({ password }) });
}

async function addStore(): Promise<void> {
  const { host, port, database, user } = parseStoreUrl(store.url);
  const added = await taquilla(
    ['credentials', 'add', 'shop', '--transport', 'direct', '--mysql-host', host].concat([
      '--mysql-port',
      String(port),
      '--mysql-database',
      database,
      '--mysql-user',
      user,
      '--secrets-from-stdin',
    ]),
  );
  expect([added.exitCode, added.stderr]).toEqual([0, '']);
}

async function addConfiguration(...more: readonly string[]): Promise<Ended> {
  return await taquilla(
    ['configurations', 'add', '--product', '173911', '--event-name', 'Evento'].concat([
      '--organizer-email',
      'o@example.com',
      ...more,
    ]),
  );
}

async function kept(): Promise<unknown[]> {
  const { rows } = await backend.db.query(
    'select id, timezone, timezone_source, store_timezone from sync_configurations',
  );
  return rows.map(({ timezone, timezone_source, store_timezone }) => [
    timezone,
    timezone_source,
    store_timezone,
  ]);
}

test.each([
  ['America/Santiago', '', [], ['America/Santiago', 'store', 'America/Santiago'], "the store's own"],
  ['', '-3', [], ['Etc/GMT+3', 'store', 'Etc/GMT+3'], "the store's own"],
  ['', '5.5', [], ['+05:30', 'store', '+05:30'], "the store's own"],
  ['', '0', [], ['UTC', 'store', 'UTC'], "the store's own"],
  [null, null, [], ['America/Lima', 'installation', null], 'TIME_ZONE, since the store names none'],
  [
    'America/Santiago',
    '',
    ['--time-zone', 'Europe/Madrid'],
    ['Europe/Madrid', 'given', 'America/Santiago'],
    'as a person gave it',
  ],
] as const)('a site with %j and %j, and options %j: %j', async (named, offset, options, zone, why) => {
  await siteSays(named, offset);
  await addStore();
  const added = await addConfiguration(...options);
  expect([added.exitCode, await kept()]).toEqual([0, [zone]]);
  expect(added.stdout).toContain(`Its time zone is ${zone[0]} (${why}).`);
  expect(added.stdout.includes("The store's own is America/Santiago.")).toBe(zone[1] === 'given');
});

test('a configuration keeps its zone when the store moves, and reports that the store has another one', async () => {
  await siteSays('America/Santiago', '');
  await addStore();
  await addConfiguration();
  await siteSays('', '-4');
  const again = await addConfiguration();
  expect(await kept()).toEqual([['America/Santiago', 'store', 'Etc/GMT+4']]);
  expect(again.stdout).toContain("The store's own is Etc/GMT+4.");

  await siteSays('America/Punta_Arenas', '');
  const { rows } = await backend.db.query('select id from sync_configurations');
  const synced = await taquilla(['sync', '--configuration', String(rows[0].id)]);
  expect(synced.exitCode).toBe(0);
  expect(await kept()).toEqual([['America/Santiago', 'store', 'America/Punta_Arenas']]);
});

test('an unknown zone is refused, with its option', async () => {
  await addStore();
  const refused = await addConfiguration('--time-zone', 'Mars/Olympus');
  expect(refused.exitCode).toBe(64);
  expect(refused.stderr).toContain('--time-zone must be the name of a time zone');
});
