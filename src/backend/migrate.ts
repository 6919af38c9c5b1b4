import { readdir, readFile } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { type Database, inTransaction, type Queryable, queryRows } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE = /^\d{4}-[a-z0-9-]+\.sql$/;
/** Any number will do, as long as every Taquilla process asks for the same: the letters `taqu`. */
const ADVISORY_LOCK = 0x74617175;
const OLDEST_SERVER = 150_000;

/**
 * Brings the backend's tables up to this version: plain SQL files, forward only, each in a transaction with
 * its own mark. However many processes start at once, each file runs once.
 *
 * @throws unavailable, config `backend.*`; config `backend.too-old`, `backend.newer-schema`
 */
export async function migrate(db: Database, log: Log): Promise<readonly string[]> {
  await requireServer(db);
  return await inTransaction(db, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await tx.query(`create table if not exists schema_migrations
      (name text primary key, applied_at timestamptz not null default now())`);
    const pending = await pendingMigrations(tx);
    for (const name of pending) {
      await tx.query(await readFile(new URL(name, FOLDER), 'utf8'));
      await tx.query('insert into schema_migrations (name) values ($1)', [name]);
      log.info({ migration: name }, 'migration applied');
    }
    return pending;
  });
}

/** Files that this backend has not seen; all of them on an empty database. */
export async function pendingMigrations(db: Queryable): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((name) => FILE.test(name)).sort();
  const [table] = await queryRows<{ present: boolean }>(
    db,
    `select to_regclass('schema_migrations') is not null as present`,
  );
  if (table?.present !== true) return files;
  const applied = await queryRows<{ name: string }>(db, 'select name from schema_migrations');
  const names = new Set(applied.map((row) => row.name));
  const unknown = [...names].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new AppError({
      kind: 'config',
      code: 'backend.newer-schema',
      message: 'This database was migrated by a newer Taquilla. Install that version again, or a later one.',
      details: { unknown },
    });
  }
  return files.filter((name) => !names.has(name));
}

async function requireServer(db: Queryable): Promise<void> {
  const [row] = await queryRows<{ version: string }>(
    db,
    `select current_setting('server_version_num') as version`,
  );
  if (Number(row?.version) >= OLDEST_SERVER) return;
  throw new AppError({
    kind: 'config',
    code: 'backend.too-old',
    message: 'Taquilla needs PostgreSQL 15 or newer.',
    details: { version: row?.version },
  });
}
