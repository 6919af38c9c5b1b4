import { readdir, readFile } from 'node:fs/promises';
import type { Log } from '../kernel/log.ts';
import { BACKEND_SENTENCES } from '../kernel/sentences/backend-sentences.ts';
import { errorOf, type Sentence } from '../kernel/sentences/sentence.ts';
import {
  type Database,
  inTransaction,
  placeOf,
  type Queryable,
  queryRows,
  RANDOM_PAGE_COST,
  type Transaction,
} from './database.ts';
import { whereabouts } from './postgres-errors.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE = /^\d{4}-[a-z0-9-]+\.sql$/;
/** Any number will do, as long as every Taquilla process asks for the same: the letters `taqu`. */
const ADVISORY_LOCK = 0x74617175;
const OLDEST_SERVER = 150_000;
/** An index over a million rows takes minutes, and another process may be migrating. */
const MIGRATION_LIMIT_MS = 3_600_000;
const MADE_TABLE = /^create table (?:if not exists )?(\w+)/gim;
const SAYS = BACKEND_SENTENCES;

/**
 * Brings the backend's tables up to this version: plain SQL files, forward only, each in a transaction with
 * its own mark. However many processes start at once, each file runs once.
 *
 * @throws unavailable, config `backend.*`
 */
export async function migrate(db: Database, log: Log): Promise<readonly string[]> {
  await requireServer(db);
  return await inTransaction(db, async (tx) => {
    await holdMigrations(tx);
    await makeMarks(tx);
    const pending = await pendingMigrations(tx);
    await applyMigrations(tx, pending, log);
    return pending;
  });
}

/** Lets no other process change the tables until this transaction ends, however long that takes. */
export async function holdMigrations(tx: Transaction): Promise<void> {
  await tx.query(`set local statement_timeout = ${MIGRATION_LIMIT_MS}`);
  await patiently(tx, 'select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
}

/** Makes the table that says which files this backend has seen. */
export async function makeMarks(tx: Transaction): Promise<void> {
  await tx.query(`create table if not exists schema_migrations
    (name text primary key, applied_at timestamptz not null default now())`);
}

/** Runs these files, each with its mark. */
export async function applyMigrations(tx: Transaction, names: readonly string[], log: Log): Promise<void> {
  for (const name of names) {
    await patiently(tx, await readMigration(name));
    await tx.query('insert into schema_migrations (name) values ($1)', [name]);
    log.info({ migration: name }, 'migration applied');
  }
}

async function patiently(tx: Transaction, text: string, values: unknown[] = []): Promise<void> {
  const statement = { text, values, query_timeout: MIGRATION_LIMIT_MS };
  await tx.query(statement);
}

/** All files of this version, in their order. */
export async function listMigrations(): Promise<readonly string[]> {
  return (await readdir(FOLDER)).filter((name) => FILE.test(name)).sort();
}

export async function readMigration(name: string): Promise<string> {
  return await readFile(new URL(name, FOLDER), 'utf8');
}

/**
 * Files that this backend has not seen; all of them on an empty database.
 *
 * @throws config `backend.newer-schema`, `backend.foreign-tables`
 */
export async function pendingMigrations(db: Queryable): Promise<readonly string[]> {
  const files = await listMigrations();
  const applied = await appliedMigrations(db);
  if (applied.length === 0) await refuseForeignTables(db, files);
  const unknown = applied.find((name) => !files.includes(name));
  if (unknown !== undefined) {
    throw errorOf(SAYS.newerSchema, { ...whereabouts(placeOf(db)), migration: unknown });
  }
  const seen = new Set(applied);
  return files.filter((name) => !seen.has(name));
}

/** Rails and others keep their own marks in a table of the same name. */
export async function appliedMigrations(db: Queryable): Promise<readonly string[]> {
  const columns = await queryRows<{ name: string }>(
    db,
    `select attname as name from pg_attribute
     where attrelid = to_regclass('schema_migrations') and attnum > 0 and not attisdropped`,
  );
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name).sort();
  if (names.join() !== 'applied_at,name') throw errorOf(SAYS.foreignMarks, whereabouts(placeOf(db)));
  const rows = await queryRows<{ name: string }>(db, 'select name from schema_migrations');
  return rows.map(({ name }) => name);
}

/** Where no file was applied yet, none of the tables that they make may be there. */
async function refuseForeignTables(db: Queryable, files: readonly string[]): Promise<void> {
  const sql = await Promise.all(files.map(readMigration));
  const ours = sql.flatMap((text) => [...text.matchAll(MADE_TABLE)].map(([, name]) => name));
  const found = await queryRows<{ name: string }>(
    db,
    `select relname as name from pg_class
     where relnamespace = to_regnamespace(current_schema()) and relname = any($1) order by 1`,
    [ours],
  );
  if (found.length === 0) return;
  const tables = found.map(({ name }) => name).join(', ');
  throw errorOf(SAYS.foreignTables, { ...whereabouts(placeOf(db)), tables });
}

interface Server {
  readonly version: string;
  readonly version_number: string;
  readonly encoding: string;
  readonly is_standby: boolean;
  readonly is_read_only: boolean;
  readonly has_settings: boolean;
}

/**
 * Looks whether this server, and what stands before it, can be a backend at all.
 *
 * @throws config `backend.too-old`, `backend.not-utf8`, `backend.read-only`, `backend.pooler`
 */
export async function requireServer(db: Queryable): Promise<void> {
  const [server] = await queryRows<Server>(
    db,
    `select current_setting('server_version') as version,
       current_setting('server_version_num') as version_number,
       current_setting('server_encoding') as encoding,
       pg_is_in_recovery() as is_standby,
       current_setting('transaction_read_only') = 'on' as is_read_only,
       current_setting('random_page_cost') = $1 as has_settings`,
    [String(RANDOM_PAGE_COST)],
  );
  if (server === undefined) return;
  const fault = faultOf(server);
  const { version, encoding } = server;
  if (fault !== null) throw errorOf(fault, { ...whereabouts(placeOf(db)), version, encoding });
}

function faultOf(server: Server): Sentence | null {
  if (Number(server.version_number) < OLDEST_SERVER) return SAYS.tooOld;
  if (server.encoding !== 'UTF8') return SAYS.notUtf8;
  if (server.is_standby) return SAYS.standby;
  if (server.is_read_only) return SAYS.readOnly;
  return server.has_settings ? null : SAYS.poolerForgets;
}
