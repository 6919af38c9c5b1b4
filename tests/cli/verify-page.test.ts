import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { blocksOf } from '../house/read-docs.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { CHECKOUT } from './run-taquilla.ts';

const log = createLog('silent', process.stderr);
const PRODUCT = 173911;
/** A name that only this file uses: accounts belong to the server, which other files share. */
const READER = { user: 'verify_page_reader', password: 'lectora-muy-secreta' };
/** A server and a program start several times, on a machine with other work. */
const TRIAL_MS = 240_000;

/** The production backend, which already has the event. */
let production: FreshDatabase;
let db: Database;
let store: StoreDatabase;
let held: string;
let folder: string;

beforeAll(async () => {
  [production, store] = await Promise.all([freshBackendDatabase(), freshStoreDatabase()]);
  await makeDemoStore({ url: store.url, orders: 120, seed: 5, layout: 'hpos' });
  db = openDatabase({ connectionString: production.url }, log, 4);
  const backend = { db, log, close: async () => await closeDatabase(db) };
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  expect(report.verification).toBe('verified');
  held = await checksum();
  await makeReader('docs/verify.md');
});
afterAll(async () => {
  await closeDatabase(db);
  for (const from of ['%', 'localhost']) await store.exec(`DROP USER IF EXISTS '${READER.user}'@'${from}'`);
  await Promise.all([production.drop(), store.drop()]);
});

/** A checksum of every row of every table, and of the list of tables. */
async function checksum(): Promise<string> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const sums = [];
  for (const { name } of tables) {
    const { rows } = await db.query<{ sum: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
    );
    sums.push(`${name} ${rows[0]?.sum}`);
  }
  return sums.join('\n');
}

/** The commands of a page, changed for this test's store. */
function scriptOf(page: string): string {
  const { host } = new URL(store.url);
  const script = blocksOf(page, 'sh').join('\n');
  expect(script).toContain('mysql://reader@db.example.com:3306/wordpress');
  expect(script).toContain('TAQUILLA_STORE_PASSWORD=…');
  return script
    .replace('mysql://reader@db.example.com:3306/wordpress', `mysql://${READER.user}@${host}/${store.name}`)
    .replace('TAQUILLA_STORE_PASSWORD=…', `TAQUILLA_STORE_PASSWORD=${READER.password}`);
}

/** The page's first statements create the store's user; here also for addresses of this machine. */
async function makeReader(page: string): Promise<void> {
  const [statements = ''] = blocksOf(page, 'sql');
  expect(statements).toContain('GRANT SELECT ON wordpress.*');
  for (const from of ['%', 'localhost']) {
    const ours = statements
      .replaceAll("'reader'@'%'", `'${READER.user}'@'${from}'`)
      .replace("'…'", `'${READER.password}'`)
      .replace('wordpress.*', `${store.name}.*`);
    await store.exec(ours);
  }
}

/** The folder of a user who has the production settings in the environment or in a file `.env`. */
async function follow(script: string, where: 'environment' | '.env') {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-verify-'));
  // the user as whom root's servers run must be able to enter it
  await chmod(folder, 0o755);
  const bin = join(folder, 'taquilla');
  await writeFile(bin, `#!/bin/sh\nexec '${process.execPath}' '${CHECKOUT}scripts/taquilla.mjs' "$@"\n`);
  await chmod(bin, 0o755);
  if (where === '.env') await writeFile(join(folder, '.env'), `DATABASE_URL=${production.url}\n`);
  const child = spawn('bash', ['-c', `set -eo pipefail\n${script}`], {
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      ...(where === 'environment' && { DATABASE_URL: production.url }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => void child.once('exit', resolve)),
  ]);
  const left = (await readdir(folder)).filter((name) => !['taquilla', '.env'].includes(name));
  await rm(folder, { recursive: true, force: true });
  return { out, err, code, left };
}

describe("the page's trial does not change production", () => {
  test.each([
    ['docs/verify.md', 'environment'],
    ['docs/es/verify.md', '.env'],
  ] as const)(
    'followed in %s with DATABASE_URL in %s',
    async (page, where) => {
      // The report is shown before the page's last command deletes it.
      const script = scriptOf(page).replace(/^rm /m, 'cat report.json\nrm ');
      const { out, err, code, left } = await follow(script, where);
      expect([code, err.slice(-1_000)]).toEqual([0, expect.any(String)]);
      const report = JSON.parse(out.slice(out.indexOf('{')));
      const place = join(folder, '.taquilla-trial');
      expect(report).toMatchObject({
        verification: 'verified',
        backend: { kind: 'bundled', folder: place },
      });
      expect(report.counts.orders.created).toBeGreaterThan(50);
      expect(err).toContain(`Backend: bundled PostgreSQL in ${place}`);
      expect(left).toEqual([]);
      expect(await checksum()).toBe(held);
    },
    TRIAL_MS,
  );

  test.each(['environment', '.env'] as const)(
    'and is refused if DATABASE_URL stays set in %s',
    async (where) => {
      const script = scriptOf('docs/verify.md').replace('DATABASE_URL= ', '');
      expect(script).not.toContain('DATABASE_URL=');
      const { err, code } = await follow(script, where);
      expect(code).toBe(78);
      expect(err).toMatch(/^Error: [^\n]*TAQUILLA_DATA_DIR[^\n]*DATABASE_URL[^\n]*\n$/);
      expect(await checksum()).toBe(held);
    },
    TRIAL_MS,
  );

  test.each(['docs/verify.md', 'docs/es/verify.md'])(
    'and the queries of %s count the same on both sides',
    async (page) => {
      const [, ofStore = '', ofBackend = ''] = blocksOf(page, 'sql');
      const url = new URL(store.url);
      const { user, password } = READER;
      const connection = await createConnection({
        host: url.hostname,
        port: Number(url.port),
        user,
        password,
        database: store.name,
      });
      const [counted] = await connection.query<RowDataPacket[]>(ofStore);
      await connection.end();
      const orders = ofBackend.split(';')[0] ?? '';
      const { rows } = await db.query<{
        source_status: string;
        currency: string;
        orders: number;
        total: string;
      }>(orders);
      const both = (one: { currency: string; orders: string | number; total: string }, status: string) =>
        `${status.replace(/^wc-/, '')} ${one.currency} ${one.orders} ${Number(one.total).toFixed(2)}`;
      expect(counted.length).toBeGreaterThan(3);
      // The page says which two orders the backend's query leaves out.
      const taken = counted.filter((row) => !['wc-checkout-draft', 'trash'].includes(row['status']));
      expect(taken.map((row) => both(row as never, row['status'])).toSorted()).toEqual(
        rows.map((row) => both(row, row.source_status)).toSorted(),
      );
      expect(await checksum()).toBe(held);
    },
  );
});
