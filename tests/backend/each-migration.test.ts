import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  MIGRATIONS_FOLDER,
  type MigrationFile,
  readMigrationFiles,
} from '../../src/backend/migrate/migration-files.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { tableFiller } from '../servers/fill-tables.ts';

let database: FreshDatabase;
let client: pg.Client;
let files: readonly MigrationFile[];

beforeAll(async () => {
  database = await emptyBackendDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  files = await readMigrationFiles(MIGRATIONS_FOLDER);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Rows by table and key. */
async function readRows(): Promise<Rows> {
  const { rows: tables } = await client.query<{ name: string; key: string[] }>(
    `select c.relname as name, coalesce((select array['id'] from pg_attribute where attrelid = c.oid and attname = 'id'),
       array(select a.attname::text from pg_index i
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary order by a.attnum)) as key
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  );
  const all = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { name, key } of tables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) - 'updated_at' as row from "${name}" t`,
    );
    for (const { row } of rows) all.set([name, ...key.map((column) => row[column])].join(' '), row);
  }
  return all;
}

/** What became of rows: `table: gone`, or `table.column: changed`. New columns and rows are not a loss. */
function losses(before: Rows, after: Rows): readonly string[] {
  const lost = new Set<string>();
  for (const [key, row] of before) {
    const [table] = key.split(' ');
    const now = after.get(key);
    if (now === undefined) lost.add(`${table}: gone`);
    for (const [column, value] of Object.entries(now === undefined ? {} : row)) {
      if (JSON.stringify(now?.[column]) !== JSON.stringify(value)) lost.add(`${table}.${column}: changed`);
    }
  }
  return [...lost].sort();
}

/** Data that a migration removes or changes on purpose. */
const ON_PURPOSE: Readonly<Record<string, readonly string[]>> = {
  // Tokens and sessions of deactivated users end, and tokens with a high role keep what they could see.
  '0014-tokens.sql': [
    'api_tokens.revoked_at: changed',
    'api_tokens.sees_personal_data: changed',
    'user_sessions: gone',
  ],
  // Failed attempts count for 15 minutes, under keys other than before.
  '0015-sign-ins.sql': ['login_attempts: gone'],
  // A failed connection test opened incidents without a configuration, which nothing could end.
  '0026-test-incidents.sql': ['alert_incidents.resolved_at: changed'],
  // The random rows give executions a next attempt that the program gives only to pending ones.
  '0037-final-states.sql': ['sync_executions.next_attempt_at: changed'],
};

it('rows from any earlier migration keep their ids and values through all later ones', async () => {
  const lost: string[] = [];
  const fill = tableFiller(client, 1, 3, {
    sync_executions: "(status in ('pending', 'running')) = (finished_at is null)",
  });
  for (const file of files) {
    const before = await readRows();
    await client.query('begin');
    await client.query(file.sql);
    await client.query('commit');
    const found = losses(before, await readRows()).filter((loss) => !ON_PURPOSE[file.name]?.includes(loss));
    lost.push(...found.map((loss) => `${file.name}: ${loss}`));
    await fill();
  }
  expect(lost).toEqual([]);
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  );
  const tables = new Set([...(await readRows()).keys()].map((key) => key.split(' ')[0]));
  expect(rows.map(({ name }) => name).filter((name) => !tables.has(name))).toEqual([]);
});
