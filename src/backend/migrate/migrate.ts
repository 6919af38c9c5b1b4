import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../kernel/log/log.ts';
import { readProgramVersion } from '../../kernel/program/program-version.ts';
import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf, type Sentence } from '../../kernel/sentences/sentence.ts';
import { sqlStateOf, whereabouts } from '../connection/postgres-errors.ts';
import { withoutTransactionLimit } from '../connection/transaction-settings.ts';
import {
  type Database,
  inTransaction,
  placeOf,
  type Queryable,
  queryRows,
  type Transaction,
} from '../database.ts';
import { describeTables } from '../descriptions/describe-tables.ts';
import { refreshReaders } from '../reader/reader-rights.ts';
import {
  adoptChecksums,
  markApplied,
  provideMarks,
  readAppliedMigrations,
  refuseBreaking,
  refuseOlderProcesses,
} from './applied-migrations.ts';
import { refuseForeignTables, requireTables, whyNotApplied } from './foreign-tables.ts';
import { MIGRATIONS_FOLDER, type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { setViewsAside } from './set-views-aside.ts';

/** Any number works, as long as every Taquilla process uses the same one: the letters `taqu`. */
const ADVISORY_LOCK = 0x74617175;
const OLDEST_SERVER = 150_000;
/** Creating an index over a million rows takes minutes, and another process may be migrating. */
const MIGRATION_LIMIT_MS = 3_600_000;
/**
 * While a migration waits for a table, reads and writes of that table wait behind it. So a check-in waits at
 * most this long.
 */
const LOCK_LIMIT_MS = 2_000;
/** SQLSTATEs of a lock that was not granted in time, and of a deadlock. */
const IN_USE = new Set(['55P03', '40P01']);
const MOST_TRIES = 100;
const PAUSE_MS = 1_000;
const SAYS = BACKEND_SENTENCES;

interface MigrateOptions {
  /** Aborts the wait for tables that are in use. */
  readonly signal?: AbortSignal;
  /** The version of this program. */
  readonly program?: string;
  readonly folder?: URL;
}

/**
 * Migrates the backend's tables to this version: plain SQL files, forward only, each in its own transaction
 * that also records it. However many processes start at once, each file runs once; after an interruption, the
 * next file follows. It waits for a table in use in short attempts, so that no other statement waits long
 * behind it.
 *
 * @throws unavailable, config `backend.*`; conflict `backend.older-processes`
 */
export async function migrate(
  db: Database,
  log: Log,
  { signal, program = readProgramVersion(), folder = MIGRATIONS_FOLDER }: MigrateOptions = {},
): Promise<readonly string[]> {
  await requireServer(db);
  const files = await readMigrationFiles(folder);
  const done: string[] = [];
  for (;;) {
    const name = await whenFree(log, signal, async () => await applyNext(db, files, program));
    if (name === null) return done;
    log.info({ migration: name }, 'migration applied');
    done.push(name);
  }
}

/**
 * Applies the first file that this database does not have, and returns its name; null if the database has all
 * files.
 */
async function applyNext(
  db: Database,
  files: readonly MigrationFile[],
  program: string,
): Promise<string | null> {
  let next: MigrationFile | undefined;
  try {
    return await inTransaction(db, async (tx) => {
      await holdMigrations(tx);
      await tx.query(`set local lock_timeout = ${LOCK_LIMIT_MS}`);
      [next] = await pendingFiles(tx, files);
      await provideMarks(tx);
      if (next === undefined) {
        await adoptChecksums(tx, files);
        await requireTables(tx, files);
        await completeTables(tx, files);
        return null;
      }
      if (next.isBreaking) await refuseOlderProcesses(tx, next.name, program);
      await applyMigration(tx, next, program);
      return next.name;
    });
  } catch (thrown) {
    throw next === undefined ? thrown : await whyNotApplied(db, next.name, thrown);
  }
}

/** Prevents other processes from changing the tables until this transaction ends, however long that takes. */
export async function holdMigrations(tx: Transaction): Promise<void> {
  await tx.query(`set local statement_timeout = ${MIGRATION_LIMIT_MS}`);
  await withoutTransactionLimit(tx);
  await patiently(tx, 'select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
}

/**
 * What follows the last file: comments, and what reader roles see. A program that is older than the tables leaves both
 * to the newer one.
 */
export async function completeTables(tx: Transaction, files: readonly MigrationFile[]): Promise<void> {
  const known = new Set(files.map(({ name }) => name));
  const applied = await readAppliedMigrations(tx);
  if (applied.some(({ name }) => !known.has(name))) return;
  await describeTables(tx);
  await refreshReaders(tx);
}

/** Runs a file and records it. */
export async function applyMigration(tx: Transaction, file: MigrationFile, program: string): Promise<void> {
  const putBack = file.setsViewsAside ? await setViewsAside(tx) : null;
  await patiently(tx, file.sql);
  await putBack?.();
  await markApplied(tx, file, program);
}

async function patiently(tx: Transaction, text: string, values: unknown[] = []): Promise<void> {
  const statement = { text, values, query_timeout: MIGRATION_LIMIT_MS };
  await tx.query(statement);
}

async function whenFree<T>(log: Log, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!IN_USE.has(sqlStateOf(error)) || tries === MOST_TRIES) throw error;
      if (tries === 1) log.info('a table is in use: the migration waits for it');
      await sleep(PAUSE_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/**
 * The names of the files that were not applied to this backend; for an empty database these are all files. A
 * file that this program does not have belongs to a later version; the program continues unless that file
 * breaks older programs.
 *
 * @throws config `backend.newer-schema`, `backend.foreign-tables`
 */
export async function pendingMigrations(
  db: Queryable,
  folder: URL = MIGRATIONS_FOLDER,
): Promise<readonly string[]> {
  const pending = await pendingFiles(db, await readMigrationFiles(folder));
  return pending.map(({ name }) => name);
}

export async function pendingFiles(
  db: Queryable,
  files: readonly MigrationFile[],
): Promise<readonly MigrationFile[]> {
  const applied = await readAppliedMigrations(db);
  refuseBreaking(
    db,
    applied,
    files.map(({ name }) => name),
  );
  const seen = new Set(applied.map(({ name }) => name));
  const pending = files.filter(({ name }) => !seen.has(name));
  await refuseForeignTables(db, pending);
  return pending;
}

interface MigrationState {
  /**
   * The newest version whose migrations this program does not have. Null if there is none, or if it is not
   * known.
   */
  readonly newerProgram: string | null;
  /** Applied files whose content has changed since. */
  readonly changed: readonly string[];
}

/** What a person should know about a database that this program can use. */
export async function readMigrationState(
  db: Queryable,
  folder: URL = MIGRATIONS_FOLDER,
): Promise<MigrationState> {
  const files = new Map((await readMigrationFiles(folder)).map((file) => [file.name, file]));
  const applied = await readAppliedMigrations(db);
  const newer = applied.filter(({ name }) => !files.has(name));
  const changed = applied.filter(({ name, checksum }) => {
    const file = files.get(name);
    return file !== undefined && checksum !== null && checksum !== file.checksum;
  });
  return { newerProgram: newer.at(-1)?.program ?? null, changed: changed.map(({ name }) => name) };
}

interface Server {
  readonly version: string;
  readonly version_number: string;
  readonly encoding: string;
  readonly is_standby: boolean;
  readonly is_read_only: boolean;
}

/**
 * Checks whether this server can be a backend at all.
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
