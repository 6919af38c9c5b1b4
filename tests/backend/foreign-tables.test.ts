import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { requireMigrated } from '../../src/backend/migrate/require-migrated.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';

const FOLDER = new URL('../../src/backend/migrations/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
/** Found without the program's own pattern: each word after `create table`. */
const TABLES = FILES.flatMap((name) =>
  readFileSync(new URL(name, FOLDER), 'utf8')
    .split(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?/i)
    .slice(1)
    .map((rest) => rest.split(/[\s(]/)[0] ?? ''),
);

let database: FreshDatabase;
let admin: Database;
let migrated: Database;

beforeAll(async () => {
  database = await emptyBackendDatabase();
  admin = openDatabase({ connectionString: database.url }, testLog, 1);
  migrated = await inSchema('ours', '');
  await migrate(migrated, testLog);
});
afterAll(async () => {
  await migrated.end();
  await admin.end();
  await database.drop();
});

/** A connection to the database whose tables are in a separate schema, in which another program was first. */
async function inSchema(schema: string, theirs: string): Promise<Database> {
  await admin.query(`create schema ${schema}; set search_path = ${schema}; ${theirs}`);
  const separator = database.url.includes('?') ? '&' : '?';
  const connectionString = `${database.url}${separator}options=-c%20search_path%3D${schema}`;
  return openDatabase({ connectionString }, testLog, 1);
}

const FOREIGN = { kind: 'config', code: 'backend.foreign-tables' };

async function expectReported(schema: string, theirs: string, says: RegExp): Promise<void> {
  const db = await inSchema(schema, theirs);
  try {
    for (const act of [migrate(db, testLog), requireMigrated(db)]) {
      await expect(act).rejects.toMatchObject({ ...FOREIGN, message: expect.stringMatching(says) });
    }
    // The other program's tables are unchanged, and no table was added.
    const { rows } = await admin.query('select count(*)::int as n from pg_tables where schemaname = $1', [
      schema,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
  } finally {
    await db.end();
  }
}

test('the tables of all migrations are known', () => {
  expect(TABLES.length).toBeGreaterThan(50);
});

test.each(TABLES)('a table %s of another program is reported and not changed', async (name) => {
  await expectReported(
    `theirs_${name}`,
    `create table ${name} (id int primary key, login text)`,
    new RegExp(
      `"theirs_${name}" .* has tables of another program with names that Taquilla needs \\(${name}\\)`,
    ),
  );
});

test.each(TABLES)('migrate reports a missing table %s, and so does its next run', async (name) => {
  await admin.query(`alter table ours.${name} rename to gone_for_a_while`);
  try {
    await expect(migrate(migrated, testLog)).rejects.toMatchObject({
      kind: 'config',
      code: 'backend.missing-tables',
      message: expect.stringContaining(`(${name})`),
    });
  } finally {
    await admin.query(`alter table ours.gone_for_a_while rename to ${name}`);
  }
});

test.each([
  ['rails', 'version varchar primary key', "'20240101000000'"],
  ['ecto', 'version bigint primary key, inserted_at timestamp', "20240101, '2024-01-01'"],
  ['golang_migrate', 'version bigint primary key, dirty boolean', '3, false'],
  ['dbmate', 'version varchar(128) primary key', "'20240101'"],
  ['of_the_same_form', 'name text primary key, applied_at timestamptz', "'create_users', now()"],
])('the schema_migrations of %s are reported', async (framework, columns, row) => {
  await expectReported(
    framework,
    `create table schema_migrations (${columns}); insert into schema_migrations values (${row})`,
    new RegExp(`The table schema_migrations in the schema "${framework}" .* is another program's`),
  );
});

test("another program's tables in another schema of the same search path are not reported", async () => {
  await admin.query('create schema first; create schema second; create table second.users (id int)');
  await admin.query('create table second.schema_migrations (version varchar)');
  const db = openDatabase(
    {
      connectionString: `${database.url}${database.url.includes('?') ? '&' : '?'}options=-c%20search_path%3Dfirst,second`,
    },
    testLog,
    1,
  );
  try {
    expect(await migrate(db, testLog)).toHaveLength(FILES.length);
    await requireMigrated(db);
    expect((await admin.query('select * from second.users')).rows).toEqual([]);
  } finally {
    await db.end();
  }
});

test('a foreign table from before a later migration is reported as well', async () => {
  const later = '0034-installation.sql';
  await admin.query('delete from ours.schema_migrations where name = $1', [later]);
  await expect(migrate(migrated, testLog)).rejects.toMatchObject({
    ...FOREIGN,
    message: expect.stringContaining('(installation)'),
  });
  await admin.query('insert into ours.schema_migrations (name) values ($1)', [later]);
});
