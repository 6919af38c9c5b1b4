import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { removeServerPlace } from '../../src/platform/server-place.ts';
import {
  admit,
  archiveAll,
  localCheckIns,
  makeShelf,
  momentBetween,
  onBundled,
  type Shelf,
  said,
  using,
} from '../backup/backup-world.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';

const PRODUCT = 173911;
const call = promisify(execFile);

let shelf: Shelf;
let store: StoreDatabase;
let home: string;

beforeAll(async () => {
  [shelf, store] = await Promise.all([makeShelf(), freshStoreDatabase()]);
  await makeDemoStore({ url: store.url, orders: 200, seed: 11, layout: 'hpos' });
  home = await mkdtemp(join(tmpdir(), 'taq-pitr-'));
  await chmod(home, 0o755);
});
afterAll(async () => {
  await Promise.all([store.drop(), shelf.remove(), rm(home, { recursive: true, force: true })]);
});

async function sync(db: Database) {
  return (
    await syncProduct(
      { db, log: testLog, close: async () => undefined },
      { storeUrl: store.url, product: PRODUCT, depth: 'full' },
    )
  ).report;
}

/**
 * The restored backend continues: it equals the store to the cent, nothing exists twice, and this many people were
 * admitted here.
 */
async function expectGoesOn(db: Database, admitted: number): Promise<void> {
  expect(await localCheckIns(db)).toBe(admitted);
  const report = await sync(db);
  expect(report.verification).toBe('verified');
  expect(report.counts.orders).toMatchObject({ created: 0, updated: 0, removed: 0 });
  expect(report.counts.tickets).toMatchObject({ created: 0, updated: 0, removed: 0 });
  expect(await localCheckIns(db)).toBe(admitted);
  await admit(db, 1);
  expect(await localCheckIns(db)).toBe(admitted + 1);
}

describe('the bundled server, whose machine is lost', () => {
  let archive: string;
  let moment: string;
  const base = () => join(shelf.folder, 'base.backup');
  beforeAll(async () => {
    const [dataDir, archiveDir] = [join(home, 'lost'), join(home, 'archive')];
    archive = join(home, 'archive-of-then');
    await onBundled(dataDir, archiveDir, async (db) => {
      await migrate(db, testLog);
      await sync(db);
      await admit(db, 2);
      const env = { TAQUILLA_DATA_DIR: dataDir, TAQUILLA_ARCHIVE_DIR: archiveDir };
      const ended = await said(['backup', base(), '--files', '--passphrase-file', shelf.file], env);
      expect(ended).toMatchObject({ exitCode: 0, json: { holds: 'files' } });
      await admit(db, 3);
      moment = await momentBetween(db);
      await admit(db, 4);
      await archiveAll(db);
      // Data written from here on never reaches the disk that survives.
      await cp(archiveDir, archive, { recursive: true });
      await admit(db, 1);
    });
    await removeServerPlace(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  test.each([
    ['a moment between two check-ins', () => ['--until', moment], 5],
    ['the last archived moment', () => [], 9],
  ] as const)('is restored to %s, and continues', async (name, more, admitted) => {
    const dataDir = join(home, name.replaceAll(' ', '-').slice(0, 8));
    const env = { TAQUILLA_DATA_DIR: dataDir, TAQUILLA_ARCHIVE_DIR: join(home, `${admitted}`) };
    await cp(archive, env.TAQUILLA_ARCHIVE_DIR, { recursive: true });
    const args = ['restore', base(), '--passphrase-file', shelf.file, ...more()];
    expect(await said(args, env)).toMatchObject({ exitCode: 0, json: { holds: 'files', set_aside: null } });
    expect((await readFile(join(dataDir, 'secret-key'), 'utf8')).length).toBeGreaterThan(40);
    await onBundled(dataDir, env.TAQUILLA_ARCHIVE_DIR, async (db) => await expectGoesOn(db, admitted));
    // Existing data is never changed unless it is named.
    expect(await said(args, env)).toMatchObject({ exitCode: 78, code: 'restore.has-data' });
    await removeServerPlace(dataDir);
  });

  test('leaves no data folder if the archive does not reach the moment', async () => {
    const dataDir = join(home, 'never');
    const env = { TAQUILLA_DATA_DIR: dataDir, TAQUILLA_ARCHIVE_DIR: archive };
    const args = ['restore', base(), '--passphrase-file', shelf.file];
    expect(await said([...args, '--until', '2100-01-01T00:00:00Z'], env)).toMatchObject({
      exitCode: 64,
      code: 'restore.moment-not-archived',
    });
    expect(await said([...args, '--until', '2020-01-01T00:00:00Z'], env)).toMatchObject({
      code: 'restore.moment-not-archived',
    });
    expect(existsSync(join(dataDir, 'secret-key'))).toBe(false);
    await removeServerPlace(dataDir);
  });
});

const BIN = '/usr/lib/postgresql/15/bin';

describe.skipIf(!existsSync(join(BIN, 'pg_basebackup')))('a separate PostgreSQL 15', () => {
  /** PostgreSQL refuses to run as root. */
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const run = async (program: string, ...args: readonly string[]) =>
    await call(join(BIN, program), [...args], {
      ...who,
      cwd: home,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    });
  const own = async (path: string): Promise<string> => {
    await mkdir(path, { mode: 0o700 });
    if (who.uid !== undefined) await chown(path, who.uid, who.gid);
    return path;
  };

  test("is restored to a moment between two check-ins with PostgreSQL's own tools, and continues", async () => {
    const [data, wal, copy, sockets] = await Promise.all(
      ['pg15', 'pg15-wal', 'pg15-base', 'pg15-run'].map(async (name) => await own(join(home, name))),
    );
    const port = await steadyPort();
    const settings = [
      `port = ${port}`,
      `listen_addresses = '127.0.0.1'`,
      `unix_socket_directories = '${sockets}'`,
      'archive_mode = on',
      `archive_command = 'test ! -f ${wal}/%f && cp %p ${wal}/%f'`,
    ].join('\n');
    await run('initdb', '-D', `${data}`, '-U', 'taquilla', '--auth=trust', '--encoding=UTF8', '--locale=C');
    await appendFile(join(`${data}`, 'postgresql.conf'), `\n${settings}\n`);
    const start = async (folder: string): Promise<void> =>
      void (await run('pg_ctl', '-D', folder, '-l', join(`${sockets}`, 'log'), '-w', '-t', '300', 'start'));
    const stop = async (folder: string): Promise<void> =>
      void (await run('pg_ctl', '-D', folder, '-m', 'immediate', 'stop'));
    const url = `postgresql://taquilla@127.0.0.1:${port}/postgres`;
    await start(`${data}`);
    let moment = '';
    await using(url, async (db) => {
      await migrate(db, testLog);
      await sync(db);
      await admit(db, 2);
      await run('pg_basebackup', '-d', url, '-D', `${copy}`, '-c', 'fast', '-X', 'none');
      await admit(db, 3);
      moment = await momentBetween(db);
      await admit(db, 4);
      await archiveAll(db);
      await admit(db, 1);
    });
    await stop(`${data}`);
    await rm(`${data}`, { recursive: true });
    const recovery = [
      `restore_command = 'cp ${wal}/%f %p'`,
      `recovery_target_time = '${moment.replace('Z', '+00')}'`,
      `recovery_target_action = 'promote'`,
      'archive_mode = off',
    ].join('\n');
    await appendFile(join(`${copy}`, 'postgresql.conf'), `\n${recovery}\n`);
    await writeFile(join(`${copy}`, 'recovery.signal'), '');
    await start(`${copy}`);
    try {
      await using(url, async (db) => {
        await waitFor(
          async () => await queryRows<{ over: boolean }>(db, 'select not pg_is_in_recovery() as over'),
          ([row]) => row?.over === true,
          120_000,
        );
        const before = await queryRows(db, 'select id from installation');
        expect(await said(['restore', '--settle'], { DATABASE_URL: url })).toMatchObject({ exitCode: 0 });
        expect(await queryRows(db, 'select id from installation')).not.toEqual(before);
        await expectGoesOn(db, 5);
      });
    } finally {
      await stop(`${copy}`);
    }
  });
});
