import { readdir, readFile } from 'node:fs/promises';
import type { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { BACKEND_SENTENCES } from '../kernel/sentences/backend-sentences.ts';
import { errorOf, type Named, type Sentence } from '../kernel/sentences/sentence.ts';
import { type Database, inTransaction, placeOf, type Queryable, queryRows } from './database.ts';
import { sqlStateOf, whereabouts } from './postgres-errors.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE = /^\d{4}-[a-z0-9-]+\.sql$/;
/** Any number will do, as long as every Taquilla process asks for the same: the letters `taqu`. */
const ADVISORY_LOCK = 0x74617175;
const OLDEST_SERVER = 150_000;
/** An index over a million rows takes minutes, and another process may be migrating. */
const MIGRATION_LIMIT_MS = 3_600_000;
/** A thing of this name is there already, or one that an earlier migration made is not. */
const DOES_NOT_FIT: ReadonlySet<string> = new Set([
  '42P07',
  '42710',
  '42723',
  '42701',
  '42P01',
  '42703',
  '42704',
  '42883',
]);
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
    const patiently = async (text: string, values: unknown[] = []): Promise<void> => {
      const statement = { text, values, query_timeout: MIGRATION_LIMIT_MS };
      await tx.query(statement);
    };
    await tx.query(`set local statement_timeout = ${MIGRATION_LIMIT_MS}`);
    await patiently('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await tx.query(`create table if not exists schema_migrations
      (name text primary key, applied_at timestamptz not null default now())`);
    const pending = await pendingMigrations(tx);
    for (const name of pending) {
      try {
        await patiently(await readFile(new URL(name, FOLDER), 'utf8'));
      } catch (thrown) {
        throw DOES_NOT_FIT.has(sqlStateOf(thrown)) ? await doesNotFit(db, name, thrown) : thrown;
      }
      await tx.query('insert into schema_migrations (name) values ($1)', [name]);
      log.info({ migration: name }, 'migration applied');
    }
    await requireTables(tx);
    return pending;
  });
}

/**
 * Files that this backend has not seen; all of them on an empty database.
 *
 * @throws config `backend.newer-schema`, `backend.foreign-tables`
 */
export async function pendingMigrations(db: Queryable): Promise<readonly string[]> {
  const files = await migrationFiles();
  const applied = await appliedMigrations(db);
  const unknown = applied.find((name) => !files.includes(name));
  if (unknown !== undefined) {
    throw errorOf(SAYS.newerSchema, { ...whereabouts(placeOf(db)), migration: unknown });
  }
  const pending = files.filter((name) => !applied.includes(name));
  if (pending.length > 0) await refuseForeignTables(db, pending);
  return pending;
}

async function migrationFiles(): Promise<readonly string[]> {
  return (await readdir(FOLDER)).filter((name) => FILE.test(name)).sort();
}

/** Rails and others keep their own marks in a table of the same name. */
async function appliedMigrations(db: Queryable): Promise<readonly string[]> {
  const columns = await queryRows<{ name: string }>(
    db,
    `select a.attname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = current_schema() and c.relname = 'schema_migrations'
       and a.attnum > 0 and not a.attisdropped`,
  );
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name).sort();
  if (names.join() !== 'applied_at,name') throw await foreign(db, SAYS.foreignMarks);
  const rows = await queryRows<{ name: string }>(db, 'select name from schema_migrations');
  if (rows.some(({ name }) => !FILE.test(name))) throw await foreign(db, SAYS.foreignMarks);
  return rows.map(({ name }) => name);
}

/** What a file makes cannot be there before it was applied. */
async function refuseForeignTables(db: Queryable, pending: readonly string[]): Promise<void> {
  const found = await tablesAmong(db, await tablesOf(pending));
  if (found.length > 0) throw await foreign(db, SAYS.foreignTables, { tables: found.join(', ') });
}

/** Whoever is told to migrate and has nothing to migrate would be told so for ever. */
async function requireTables(db: Queryable): Promise<void> {
  const made = await tablesOf(await migrationFiles());
  const found = await tablesAmong(db, made);
  const missing = made.filter((name) => !found.includes(name));
  if (missing.length > 0) throw await foreign(db, SAYS.missingTables, { tables: missing.join(', ') });
}

async function tablesOf(files: readonly string[]): Promise<readonly string[]> {
  const sql = await Promise.all(files.map(async (name) => await readFile(new URL(name, FOLDER), 'utf8')));
  return sql.flatMap((text) => [...text.matchAll(MADE_TABLE)].flatMap(([, name]) => name ?? [])).sort();
}

async function tablesAmong(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  const found = await queryRows<{ name: string }>(
    db,
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relname = any($1) order by 1`,
    [names],
  );
  return found.map(({ name }) => name);
}

async function doesNotFit(db: Database, migration: string, cause: unknown): Promise<AppError> {
  const told = cause instanceof Error ? cause.message : '';
  return await foreign(db, SAYS.foreignObject, { migration, told }, cause);
}

async function foreign(
  db: Queryable,
  sentence: Sentence,
  named: Named = {},
  cause?: unknown,
): Promise<AppError> {
  const [row] = await queryRows<{ schema: string | null }>(db, 'select current_schema() as schema');
  return errorOf(sentence, { ...whereabouts(placeOf(db)), schema: row?.schema ?? '', ...named }, { cause });
}

interface Server {
  readonly version: string;
  readonly version_number: string;
  readonly encoding: string;
  readonly is_standby: boolean;
  readonly is_read_only: boolean;
}

/**
 * Looks whether this server can be a backend at all.
 *
 * @throws config `backend.too-old`, `backend.not-utf8`, `backend.read-only`
 */
export async function requireServer(db: Queryable): Promise<void> {
  const [server] = await queryRows<Server>(
    db,
    `select current_setting('server_version') as version,
       current_setting('server_version_num') as version_number,
       current_setting('server_encoding') as encoding,
       pg_is_in_recovery() as is_standby,
       current_setting('transaction_read_only') = 'on' as is_read_only`,
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
  return null;
}
