import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { isPlainLine } from '../../src/kernel/log/plain-text.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { callTaquilla } from './call-taquilla.ts';

/** Clears the screen, sets the title, reverses text, begins a line, and contains a one-byte control code. */
const EVIL = 'Fiesta\u001b[2J\u001b]0;owned\u0007\u202e\r\nAll is well.\u009b31m';
/** The text as a terminal shows it. */
const SHOWN = 'Fiesta\\u001b[2J\\u001b]0;owned\\u0007\\u202e All is well.\\u009b31m';
const NAMES = ['--event-name', 'Evento', '--organizer-email', 'o@example.com'];

let backend: FreshDatabase;
let store: StoreDatabase;
let env: Record<string, string>;
let storeUrl: string;
let configurationId: string;

beforeAll(async () => {
  [backend, store] = await Promise.all([freshBackendDatabase(), freshStoreDatabase()]);
  await makeDemoStore({ url: store.url, orders: 20 });
  const url = new URL(store.url);
  env = {
    DATABASE_URL: backend.url,
    TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough',
    TAQUILLA_STORE_PASSWORD: decodeURIComponent(url.password),
  };
  url.password = '';
  storeUrl = url.href;
  const shop = await createConnection({ uri: store.url });
  await shop.query("update wp_posts set post_title = ? where post_type = 'product'", [EVIL]);
  await shop.query('update wp_posts set post_status = ? where ID = 173921', ['\u001b[31m']);
  await shop.query('update wp_wc_orders set status = ? order by id limit 1', ['wc-\u001b[31mx']);
  await shop.end();
  const first = await callTaquilla(['sync', '--store-url', storeUrl, '--product', '173911', ...NAMES], {
    env,
  });
  expect(first.exitCode, first.stderr).toBe(0);
  // As version 0.1 accepted them, and as anyone with write access to the database can store them.
  const rows = new pg.Client({ connectionString: backend.url });
  await rows.connect();
  const { rows: found } = await rows.query(
    'update sync_configurations set name = $1, event_name = $1 returning id',
    [EVIL],
  );
  configurationId = found[0].id;
  await rows.query("update sync_credentials set name = $1, origin = 'saved'", [EVIL]);
  await rows.query(
    'update tickets set first_name = $1 where id = (select min(id::text)::uuid from tickets)',
    [EVIL],
  );
  await rows.end();
});
afterAll(async () => {
  await Promise.all([backend.drop(), store.drop()]);
});

async function printed(args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await callTaquilla(args, { env });
  return stdout + stderr;
}

describe('no command passes control codes to a terminal from', () => {
  test.each([
    ['products', '--store-url', 'STORE'],
    ['products', '--store-url', 'STORE', '--json'],
    ['configurations', 'list'],
    ['configurations', 'list', '--json'],
    ['configurations', 'show', 'CONFIGURATION'],
    ['credentials', 'list'],
    ['credentials', 'show', EVIL],
    ['credentials', 'list', '--json'],
    ['conflicts', 'list', '--edits'],
  ])('values of the store or the backend: %s %s', async (...given) => {
    const args = given.map((arg) => arg.replace('STORE', storeUrl).replace('CONFIGURATION', configurationId));
    const text = await printed(args);
    expect(text.split('\n').filter((line) => !isPlainLine(line))).toEqual([]);
    const json = args.includes('--json');
    expect(text).toContain(json ? SHOWN.replace('\\u202e ', '\\u202e\\r\\n') : SHOWN);
    if (json) expect(JSON.stringify(JSON.parse(text))).toContain(JSON.stringify(EVIL).slice(1, -1));
  });

  test.each([
    ['sync', '--store-url', 'STORE', '--product', '173911', ...NAMES],
    ['credentials', 'show', `none ${EVIL}`],
    ['configurations', 'show', EVIL],
    ['check', '--store-url', 'STORE'],
    ['products', `--${EVIL}`],
    [EVIL],
    [
      'sync',
      '--store-url',
      `mysql://reader@127.0.0.1:1/${encodeURIComponent(EVIL)}`,
      '--product',
      '1',
      ...NAMES,
    ],
  ])('errors, reports and arguments: %s', async (...given) => {
    const text = await printed(['--verbose', ...given.map((arg) => arg.replace('STORE', storeUrl))]);
    expect(text).not.toBe('');
    expect(text.split('\n').filter((line) => !isPlainLine(line))).toEqual([]);
  });
});

test('a name with several lines is refused before any question', async () => {
  const product = ['--product', '173911', '--organizer-email', 'o@example.com'];
  for (const args of [
    ['sync', '--store-url', storeUrl, ...product, '--event-name', EVIL],
    ['sync', '--store-url', storeUrl, ...product, '--event-name', 'Evento', '--organizer-name', EVIL],
    ['configurations', 'add', ...product, '--event-name', 'Evento', '--tier-name', EVIL],
    ['credentials', 'add', EVIL, '--mysql-host', 'db', '--mysql-database', 'wp', '--mysql-user', 'reader'],
    ['credentials', 'set', EVIL, '--rename', `another ${EVIL}`],
  ]) {
    const { exitCode, stderr } = await callTaquilla(args, { env });
    expect([args.slice(0, 2), exitCode, stderr]).toEqual([
      args.slice(0, 2),
      64,
      expect.stringContaining('one line'),
    ]);
  }
});
