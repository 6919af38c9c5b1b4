import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createLog } from '../../src/kernel/log.ts';
import { blocksOf } from '../house/read-docs.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { CHECKOUT, TSX } from './run-taquilla.ts';

const log = createLog('silent', process.stderr);
const PRODUCT = 173911;

/** Production: it holds the event already. */
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
});
afterAll(async () => {
  await closeDatabase(db);
  await Promise.all([production.drop(), store.drop()]);
});

/** Over every row of every table, and over which tables there are. */
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

/** The commands of a page, for this test's store. */
function scriptOf(page: string): string {
  const url = new URL(store.url);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const script = blocksOf(page, 'sh').join('\n');
  expect(script).toContain('mysql://reader@db.example.com:3306/wordpress');
  expect(script).toContain('TAQUILLA_STORE_PASSWORD=…');
  return script
    .replace('mysql://reader@db.example.com:3306/wordpress', `'${url.href}'`)
    .replace('TAQUILLA_STORE_PASSWORD=…', `TAQUILLA_STORE_PASSWORD='${password}'`);
}

/** Where somebody works who has production in the environment, or in a file `.env`. */
async function follow(script: string, where: 'environment' | '.env') {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-verify-'));
  // entered by the user whom root's servers run as
  await chmod(folder, 0o755);
  const bin = join(folder, 'taquilla');
  await writeFile(
    bin,
    `#!/bin/sh\nexec '${process.execPath}' --import '${TSX}' '${CHECKOUT}src/main.ts' "$@"\n`,
  );
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

describe('the trial of the page leaves production as it is', () => {
  test.each([
    ['docs/verify.md', 'environment'],
    ['docs/es/verify.md', '.env'],
  ] as const)('followed in %s with DATABASE_URL in %s', async (page, where) => {
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
    expect(err).toContain(`Writing to the bundled PostgreSQL in ${place}`);
    expect(left).toEqual([]);
    expect(await checksum()).toBe(held);
  });

  test.each(['environment', '.env'] as const)(
    'and is refused where DATABASE_URL stays set in %s',
    async (where) => {
      const script = scriptOf('docs/verify.md').replace('DATABASE_URL= ', '');
      expect(script).not.toContain('DATABASE_URL=');
      const { err, code } = await follow(script, where);
      expect(code).toBe(78);
      expect(err).toMatch(/^Error: [^\n]*TAQUILLA_DATA_DIR[^\n]*DATABASE_URL[^\n]*\n$/);
      expect(await checksum()).toBe(held);
    },
  );
});
