import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate, pendingMigrations, readMigrationState } from '../../src/backend/migrate/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../src/backend/migrate/migration-files.ts';
import { noteProcess } from '../../src/backend/operation/service-process-records.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { waitFor } from '../tasks/wait-for.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let database: FreshDatabase;
let db: Database;
beforeEach(async () => {
  database = await emptyBackendDatabase();
  db = openDatabase({ connectionString: database.url }, log);
});
afterEach(async () => {
  await db.end();
  await database.drop();
});

it('applies every file once, however many processes start together', async () => {
  const before = await pendingMigrations(db);
  const runs = await Promise.all([migrate(db, log), migrate(db, log), migrate(db, log)]);
  expect(runs.flat().sort()).toEqual([...before]);
  expect(await pendingMigrations(db)).toEqual([]);
  expect(await migrate(db, log)).toEqual([]);
});

it('does not change a database that a newer version has migrated without compatibility marks', async () => {
  await migrate(db, log);
  await db.query(`insert into schema_migrations (name) values ('9999-from-the-future.sql')`);
  await expect(migrate(db, log)).rejects.toMatchObject({ kind: 'config', code: 'backend.newer-schema' });
});

it('a process reports which later version it needs, or with which one it continues', async () => {
  await migrate(db, log);
  const mark = async (isBreaking: boolean): Promise<void> =>
    void (await db.query(
      `insert into schema_migrations (name, is_breaking, program) values ('9999-later.sql', $1, '9.9.9')
       on conflict (name) do update set is_breaking = excluded.is_breaking`,
      [isBreaking],
    ));
  const call = async (...args: readonly string[]) =>
    await callTaquilla(args, { env: { DATABASE_URL: database.url } });
  await mark(false);
  expect((await call('migrate')).stdout).toBe(
    'Taquilla 9.9.9 migrated the backend, and this version can use it.\n',
  );
  expect((await call('configurations', 'list')).exitCode).toBe(0);
  await mark(true);
  const { exitCode, stderr } = await call('serve', '--role', 'worker');
  expect([exitCode, stderr]).toEqual([78, expect.stringContaining('Install version 9.9.9 or a later one')]);
});

it('gives every table its row times', async () => {
  await migrate(db, log);
  const { rows } = await db.query(
    `select t.table_name from information_schema.tables t
     where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name <> 'schema_migrations'
       and (select count(*) from information_schema.columns c
            where c.table_name = t.table_name and c.table_schema = 'public'
              and c.column_name in ('created_at', 'updated_at') and c.is_nullable = 'NO') <> 2`,
  );
  expect(rows).toEqual([]);
});

describe('an upgrade with several versions', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'taquilla-migrations-'));
  });
  afterEach(async () => await rm(folder, { recursive: true }));

  /** A version that has these migration files. */
  async function version(program: string, files: Readonly<Record<string, string>>, from?: URL) {
    const path = join(folder, program);
    await mkdir(path, { recursive: true });
    if (from !== undefined) await cp(from, path, { recursive: true });
    for (const [name, sql] of Object.entries(files)) await writeFile(join(path, name), sql);
    return { program, folder: pathToFileURL(`${path}/`) };
  }

  const THINGS = { '0001-things.sql': '-- Things.\ncreate table things (id integer primary key);\n' };

  it("an older version continues after a later one's additions, and neither applies a file twice", async () => {
    const older = await version('1.0.0', THINGS);
    const later = await version('1.1.0', {
      ...THINGS,
      '0002-notes.sql': '-- Not\n-- a breaking change.\nalter table things add column note text;\n',
    });
    expect(await migrate(db, log, older)).toEqual(['0001-things.sql']);
    expect(await migrate(db, log, later)).toEqual(['0002-notes.sql']);
    expect(await pendingMigrations(db, older.folder)).toEqual([]);
    expect(await migrate(db, log, older)).toEqual([]);
    const state = async ({ folder: of }: { folder: URL }) => await readMigrationState(db, of);
    expect(await state(older)).toEqual({ newerProgram: '1.1.0', changed: [] });
    expect(await state(later)).toEqual({ newerProgram: null, changed: [] });
  });

  it('a program stops at a database that a migration made incompatible, and names the required version', async () => {
    const older = await version('1.0.0', THINGS);
    const later = await version('2.0.0', {
      ...THINGS,
      '0002-other.sql': '-- Things get numbers.\n--\n-- breaking\nalter table things rename id to number;\n',
      '0003-more.sql': 'create table more ();\n-- breaking\n',
    });
    await migrate(db, log, later);
    const stops = expect.objectContaining({
      kind: 'config',
      code: 'backend.newer-schema',
      message: expect.stringContaining('Install version 2.0.0 or a later one'),
    });
    await expect(migrate(db, log, older)).rejects.toEqual(stops);
    await expect(pendingMigrations(db, older.folder)).rejects.toEqual(stops);
    const { rows } = await db.query('select name from schema_migrations where is_breaking');
    expect(rows).toEqual([{ name: '0002-other.sql' }]);
  });

  it('a breaking migration waits until no older version runs', async () => {
    await migrate(db, log, { program: '1.0.0' });
    const breaking = await version(
      '2.0.0',
      { '9999-end.sql': '-- breaking\ndrop table notes;\n' },
      MIGRATIONS_FOLDER,
    );
    const worker = {
      id: '018f0000-0000-7000-8000-000000000001',
      role: 'worker',
      host: 'desk',
      pid: 41,
      version: '1.0.0',
      queues: [],
    } as const;
    await noteProcess(db, worker, null);
    await db.query('create table notes ()');
    await expect(migrate(db, log, breaking)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'backend.older-processes',
      message: expect.stringContaining('1.0.0 (desk worker, pid 41)'),
    });
    await db.query("update service_processes set last_seen_at = now() - interval '1 minute'");
    expect(await migrate(db, log, breaking)).toEqual(['9999-end.sql']);
  });

  it('reports which applied file has changed since; the checksums of older versions equal those of today', async () => {
    const first = await version('1.0.0', THINGS);
    await db.query(
      'create table schema_migrations (name text primary key, applied_at timestamptz default now())',
    );
    await db.query("insert into schema_migrations (name) values ('0001-things.sql')");
    await db.query('create table things ()');
    expect(await migrate(db, log, first)).toEqual([]);
    expect(await readMigrationState(db, first.folder)).toEqual({ newerProgram: null, changed: [] });
    const edited = await version('1.0.1', { '0001-things.sql': 'create table things ();\n' });
    expect(await migrate(db, log, edited)).toEqual([]);
    expect(await readMigrationState(db, edited.folder)).toMatchObject({ changed: ['0001-things.sql'] });
    const windows = await version('1.0.2', {
      '0001-things.sql': THINGS['0001-things.sql'].replaceAll('\n', '\r\n'),
    });
    expect(await readMigrationState(db, windows.folder)).toMatchObject({ changed: [] });
  });

  it('continues after the last complete file if it was interrupted', async () => {
    const cut = await version('1.0.0', {
      ...THINGS,
      '0002-slow.sql': 'insert into things values (1);\nselect pg_sleep(60);\n',
      '0003-last.sql': 'insert into things values (3);\n',
    });
    const running = migrate(db, log, cut);
    const ended = expect(running).rejects.toMatchObject({ kind: 'unavailable' });
    await waitFor(
      async () =>
        (
          await db.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and wait_event = 'PgSleep'`,
          )
        ).rowCount,
      (count) => count === 1,
    );
    await ended;
    const again = await version('1.0.0', { '0002-slow.sql': 'insert into things values (2);\n' });
    expect(await migrate(db, log, again)).toEqual(['0002-slow.sql', '0003-last.sql']);
    expect((await db.query('select id from things order by 1')).rows).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it('does not block others while it waits for a table, and locks the table when it is free', async () => {
    await migrate(db, log, await version('1.0.0', THINGS));
    const later = await version('1.1.0', {
      ...THINGS,
      '0002-notes.sql': 'alter table things add note text;\n',
    });
    const reader = await db.connect();
    await reader.query('begin');
    await reader.query('select from things');
    const migrating = migrate(db, log, later);
    const isWaiting = async (): Promise<boolean> =>
      (await db.query("select from pg_locks where mode = 'AccessExclusiveLock' and not granted")).rowCount ===
      1;
    await waitFor(isWaiting, (waits) => waits);
    // waits for the migration, which gives up its lock
    expect((await db.query('select count(*)::int as n from things')).rows).toEqual([{ n: 0 }]);
    await waitFor(isWaiting, (waits) => waits);
    await reader.query('commit');
    reader.release();
    expect(await migrating).toEqual(['0002-notes.sql']);
  });
});
