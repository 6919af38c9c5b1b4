import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import type { Made, Recorded } from '../fixtures/backend-0.1/contents.ts';
import { restoreBackend } from './backend-dump.ts';
import { emptyBackendDatabase, type FreshDatabase } from './databases.ts';
import { testLog } from './private-postgres.ts';

const MIGRATIONS = new URL('../../src/backend/migrations/', import.meta.url);
const FIXTURE = new URL('../fixtures/backend-0.1/', import.meta.url);
/** The last migration that 0.1 knows. */
const NEWEST = '0013-execution-rejects.sql';

/** A backend as version 0.1 leaves it: its migrations and no later one, and the rows that 0.1 wrote. */
export async function oldBackendDatabase(): Promise<FreshDatabase> {
  const database = await emptyBackendDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`create table schema_migrations
      (name text primary key, applied_at timestamptz not null default now())`);
    const files = (await readdir(MIGRATIONS))
      .filter((name) => name.endsWith('.sql') && name <= NEWEST)
      .sort();
    for (const name of files) await client.query(await readFile(new URL(name, MIGRATIONS), 'utf8'));
    await restoreBackend(
      client,
      gunzipSync(await readFile(new URL('rows.copy.gz', FIXTURE))).toString('utf8'),
    );
  } finally {
    await client.end();
  }
  return database;
}

/** An open connection to such a backend; `migrate` upgrades it. */
export async function openOldBackend(): Promise<{ readonly db: Database; close(): Promise<void> }> {
  const database = await oldBackendDatabase();
  const db = openDatabase({ connectionString: database.url }, testLog, 4);
  return {
    db,
    async close() {
      await db.end();
      await database.drop();
    },
  };
}

/** Sessions and tokens in those rows, and the time at which the replies were recorded. */
export async function readMade(): Promise<Made> {
  const made: Made = JSON.parse(await readFile(new URL('made.json', FIXTURE), 'utf8'));
  return made;
}

/** The replies of 0.1's API about those rows. */
export async function readRecorded(): Promise<readonly Recorded[]> {
  const packed = await readFile(new URL('replies.json.gz', FIXTURE));
  const recorded: readonly Recorded[] = JSON.parse(gunzipSync(packed).toString('utf8'));
  return recorded;
}
