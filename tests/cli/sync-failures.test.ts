import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import {
  emptyBackendDatabase,
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { runTaquilla } from './run-taquilla.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let backend: FreshDatabase;
let unmigrated: FreshDatabase;
let store: StoreDatabase;
let empty: StoreDatabase;
let db: Database;

beforeAll(async () => {
  [backend, unmigrated, store, empty] = await Promise.all([
    freshBackendDatabase(),
    emptyBackendDatabase(),
    freshStoreDatabase(),
    freshStoreDatabase(),
  ]);
  db = openDatabase({ connectionString: backend.url }, log);
  await makeDemoStore({ url: store.url, orders: 20 });
});
afterAll(async () => {
  await closeDatabase(db);
  await Promise.all([backend.drop(), unmigrated.drop(), store.drop(), empty.drop()]);
});

interface Attempt {
  readonly storeUrl?: string;
  readonly databaseUrl?: string;
  readonly product?: string;
}

async function attempt({ storeUrl = store.url, databaseUrl = backend.url, product = '173911' }: Attempt) {
  const url = new URL(storeUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return await runTaquilla(
    ['sync', '--store-url', url.href, '--product', product, '--event-name', 'Evento', '--json'].concat([
      '--organizer-email',
      'organizer@example.com',
      '--organizer-name',
      'Organizer',
    ]),
    { env: { DATABASE_URL: databaseUrl, TAQUILLA_STORE_PASSWORD: password } },
  );
}

function changed(url: string, change: (url: URL) => void): string {
  const copy = new URL(url);
  change(copy);
  return copy.href;
}

/** Every table of the backend that has a row, except those with rows from the start. */
async function tablesWithRows(): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('schema_migrations', 'access_settings', 'schedule_ticks', 'timetables', 'installation', 'feed_position')`,
  );
  expect(rows.length).toBeGreaterThan(10);
  const counted = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await db.query(`select from ${name} limit 1`);
      return found.rowCount === 0 ? [] : [name];
    }),
  );
  return counted.flat();
}

const CASES: Record<string, { given: () => Attempt; exitCode: number; code: string; sentence: RegExp }> = {
  'a wrong password': {
    given: () => ({ storeUrl: changed(store.url, (url) => (url.password = 'not-the-password')) }),
    exitCode: 78,
    code: 'store.access-denied',
    sentence: /^Error: The database at 127\.0\.0\.1:\d+ refuses the user "root" or the password\./,
  },
  'a host where nothing listens': {
    given: () => ({ storeUrl: changed(store.url, (url) => (url.port = '1')) }),
    exitCode: 75,
    code: 'store.unreachable',
    sentence: /Nothing listens at 127\.0\.0\.1:1:/,
  },
  'a host that does not exist': {
    given: () => ({ storeUrl: changed(store.url, (url) => (url.host = 'store.invalid')) }),
    exitCode: 75,
    code: 'store.unreachable',
    sentence: /The host name "store\.invalid" .* is not known/,
  },
  'a database that is not there': {
    given: () => ({ storeUrl: changed(store.url, (url) => (url.pathname = '/no_such_database')) }),
    exitCode: 78,
    code: 'store.no-such-database',
    sentence: /has no database "no_such_database"/,
  },
  'a product that is not there': {
    given: () => ({ product: '999999999' }),
    exitCode: 66,
    code: 'store.no-such-product',
    sentence: /product/,
  },
  'a database without WooCommerce': {
    given: () => ({ storeUrl: empty.url }),
    exitCode: 78,
    code: 'store.not-woocommerce',
    sentence: /WooCommerce/,
  },
  'a backend that is down': {
    given: () => ({ databaseUrl: 'postgresql://taquilla@127.0.0.1:1/taquilla' }),
    exitCode: 75,
    code: 'backend.unreachable',
    sentence: /Nothing listens at 127\.0\.0\.1:1: start PostgreSQL/,
  },
  'a backend that was never migrated': {
    given: () => ({ databaseUrl: unmigrated.url }),
    exitCode: 78,
    code: 'backend.not-migrated',
    sentence: /lacks tables .* Run: .*taquilla\.mjs migrate \(/,
  },
  'an address that is none': {
    given: () => ({ storeUrl: 'http://reader:secret-word@127.0.0.1/shop' }),
    exitCode: 64,
    code: 'store.url-malformed',
    sentence: /mysql:\/\//,
  },
};

describe('taquilla sync', () => {
  test.each(Object.entries(CASES))(
    '%s ends it with one sentence and its exit code, and nothing is written',
    async (_name, wanted) => {
      const { exitCode, stdout, stderr } = await attempt(wanted.given());
      const errors = stderr.split('\n').filter((line) => line.startsWith('Error: '));
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(wanted.sentence);
      expect(errors[0]).toContain(`(${wanted.code})`);
      expect(stderr).not.toMatch(/ {4}at |secret-word|not-the-password/);
      expect(JSON.parse(stdout)).toMatchObject({
        execution_id: null,
        status: 'failed',
        verification: null,
        error: { code: wanted.code },
      });
      expect(exitCode).toBe(wanted.exitCode);
      expect(await tablesWithRows()).toEqual([]);
    },
  );

  test('shows the cause of an error only when asked', async () => {
    const args = ['check', '--store-url', changed(store.url, (url) => (url.port = '1'))];
    const { stderr } = await runTaquilla([...args, '--verbose'], {
      env: { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' },
    });
    expect(stderr).toContain('ECONNREFUSED');
  });
});
