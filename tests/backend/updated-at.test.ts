import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { readText } from '../house/source-files.ts';
import type { FreshDatabase } from '../servers/databases.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

let database: FreshDatabase;
let db: Database;

beforeAll(async () => {
  database = await oldBackendDatabase();
  db = openDatabase({ connectionString: database.url }, testLog, 2);
  await migrate(db, testLog);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** The columns that people may edit, as docs/data-model.md lists them. */
function watchedTables(): readonly string[] {
  const [, section = ''] = readText('docs/data-model.md').split('## What events are run with');
  const [rows = ''] = section.split('\n`events.num_days`');
  const cells = [...rows.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

async function sumOfTimes(table: string): Promise<string> {
  const [row] = await queryRows<{ sum: string }>(
    db,
    `select coalesce(sum(extract(epoch from updated_at)), 0)::text as sum from ${table}`,
  );
  return row?.sum ?? '';
}

test('updated_at changes in every table that people edit or programs follow', async () => {
  const tables = watchedTables();
  expect(tables.length).toBeGreaterThan(12);
  const rows = await queryRows<{ name: string }>(
    db,
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'updated_at_moves'`,
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...tables].toSorted());
});

test('an update without a change leaves it, even if it names it; any other update increases it', async () => {
  let filled = 0;
  for (const table of watchedTables()) {
    const before = await sumOfTimes(table);
    if (before === '0') continue;
    filled += 1;
    await db.query(`update ${table} set created_at = created_at, updated_at = now()`);
    await db.query(`update ${table} set updated_at = '1999-01-01'`);
    expect([table, await sumOfTimes(table)]).toEqual([table, before]);
    const { rows } = await db.query<{ moved: boolean }>(
      `with old as (select id, updated_at from ${table})
       update ${table} t set created_at = created_at - interval '1 s'
       from old where old.id = t.id returning t.updated_at > old.updated_at as moved`,
    );
    expect([table, rows.every(({ moved }) => moved)]).toEqual([table, true]);
  }
  expect(filled).toBeGreaterThan(8);
});

const FOLLOWED_TABLES = [
  'alert_incidents',
  'conflicts',
  'held_removals',
  'sync_configurations',
  'sync_executions',
  'sync_notes',
  'sync_rejects',
] as const;

test('it changes in the tables of the sync that programs follow, whichever statement writes', async () => {
  const triggers = await queryRows<{ name: string }>(
    db,
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'updated_at_advances'`,
  );
  expect(triggers.map(({ name }) => name).toSorted()).toEqual(FOLLOWED_TABLES);
  let filled = 0;
  for (const table of FOLLOWED_TABLES) {
    const moves = async (change: string) => {
      const { rows } = await db.query<{ moved: boolean }>(
        `with old as (select id, updated_at from ${table})
         update ${table} t set ${change} from old where old.id = t.id returning t.updated_at > old.updated_at as moved`,
      );
      filled += rows.length;
      return rows.map(({ moved }) => moved);
    };
    for (const change of [
      `created_at = t.created_at - interval '1 s'`,
      // A transaction that began earlier writes later.
      `updated_at = now() - interval '1 hour'`,
    ]) {
      expect([table, change, (await moves(change)).every(Boolean)]).toEqual([table, change, true]);
    }
  }
  expect(filled).toBeGreaterThan(0);
});

test('it never decreases: neither twice in a transaction nor after a time in the future', async () => {
  const rename = `update organizers set name = name || '.' returning updated_at::text as at`;
  const client = await db.connect();
  try {
    await client.query('begin');
    const first = await client.query<{ at: string }>(rename);
    const second = await client.query<{ at: string }>(rename);
    await client.query('commit');
    expect((second.rows[0]?.at ?? '') > (first.rows[0]?.at ?? '')).toBe(true);
  } finally {
    client.release();
  }
  await db.query('alter table organizers disable trigger updated_at_moves');
  await db.query(`update organizers set updated_at = now() + interval '1 hour'`);
  await db.query('alter table organizers enable trigger updated_at_moves');
  const { rows } = await db.query<{ ahead: boolean }>(
    `update organizers set name = name || '!' returning updated_at > now() + interval '59 min' as ahead`,
  );
  expect(rows.every(({ ahead }) => ahead)).toBe(true);
});
