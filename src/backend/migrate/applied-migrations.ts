import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { whereabouts } from '../connection/postgres-errors.ts';
import { placeOf, type Queryable, queryRows, type Transaction } from '../database.ts';
import { SILENT_AFTER } from '../operation/service-process-records.ts';
import { foreign } from './foreign-tables.ts';
import { isMigrationName, listMigrationFiles, type MigrationFile } from './migration-files.ts';

/** The columns of `schema_migrations` that version 0.1 made, and those that came later. */
const FIRST_COLUMNS = ['name', 'applied_at'] as const;
const LATER_COLUMNS = { checksum: 'text', is_breaking: 'boolean', program: 'text' } as const;

export interface AppliedMigration {
  readonly name: string;
  /** Null if the version that applied the file did not record a checksum. */
  readonly checksum: string | null;
  /** Null if it is not known. */
  readonly isBreaking: boolean | null;
  /** The version of Taquilla that applied it; null if it is not known. */
  readonly program: string | null;
}

/**
 * The migrations that were applied to this database, by name; empty if it has no backend yet.
 *
 * @throws config `backend.foreign-tables`: Rails and other tools use a table of the same name
 */
export async function readAppliedMigrations(db: Queryable): Promise<readonly AppliedMigration[]> {
  const columns = await queryRows<{ name: string }>(
    db,
    `select a.attname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = current_schema() and c.relname = 'schema_migrations'
       and a.attnum > 0 and not a.attisdropped`,
  );
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name);
  if (!FIRST_COLUMNS.every((name) => names.includes(name))) {
    throw await foreign(db, BACKEND_SENTENCES.foreignMarks);
  }
  // Columns that this database does not have yet are null.
  const applied = await queryRows<AppliedMigration>(
    db,
    `select name, row ->> 'checksum' as checksum, (row ->> 'is_breaking')::boolean as "isBreaking",
       row ->> 'program' as program
     from schema_migrations m, to_jsonb(m) as row order by name`,
  );
  if (applied.every(({ name }) => isMigrationName(name))) return applied;
  throw await foreign(db, BACKEND_SENTENCES.foreignMarks);
}

/** Creates the table of applied migrations, or updates the one of an older version. */
export async function provideMarks(tx: Transaction): Promise<void> {
  const later = Object.entries(LATER_COLUMNS);
  await tx.query(`create table if not exists schema_migrations
    (name text primary key, applied_at timestamptz not null default now(),
     ${later.map((column) => column.join(' ')).join(', ')})`);
  const { rows } = await tx.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'schema_migrations'::regclass and attnum > 0 and not attisdropped`,
  );
  const present = new Set(rows.map(({ name }) => name));
  for (const [name, type] of later) {
    if (!present.has(name)) await tx.query(`alter table schema_migrations add column ${name} ${type}`);
  }
}

export async function markApplied(tx: Transaction, file: MigrationFile, program: string): Promise<void> {
  const { name, checksum, isBreaking } = file;
  await tx.query(
    'insert into schema_migrations (name, checksum, is_breaking, program) values ($1, $2, $3, $4)',
    [name, checksum, isBreaking, program],
  );
}

/** Records the checksums of files that an older version applied without one. */
export async function adoptChecksums(tx: Transaction, files: readonly MigrationFile[]): Promise<void> {
  await tx.query(
    `update schema_migrations m set checksum = f.checksum, is_breaking = f.is_breaking
     from unnest($1::text[], $2::text[], $3::boolean[]) as f (name, checksum, is_breaking)
     where m.name = f.name and m.checksum is null`,
    [
      files.map(({ name }) => name),
      files.map(({ checksum }) => checksum),
      files.map(({ isBreaking }) => isBreaking),
    ],
  );
}

/**
 * Checks that this program can use a database that a later version migrated. It can, unless one of the later
 * migrations breaks older programs or does not say so.
 *
 * @throws config `backend.newer-schema`
 */
export function refuseBreaking(
  db: Queryable,
  applied: readonly AppliedMigration[],
  known: readonly string[],
): void {
  const breaking = applied.filter(({ isBreaking }) => isBreaking !== false);
  refuseUnknown(db, breaking, known);
}

/**
 * Checks that this program knows every table and column of the database, for code that needs that.
 *
 * @throws config `backend.newer-schema`, `backend.foreign-tables`
 */
export async function requireKnownMigrations(db: Queryable): Promise<void> {
  refuseUnknown(db, await readAppliedMigrations(db), await listMigrationFiles());
}

function refuseUnknown(db: Queryable, applied: readonly AppliedMigration[], known: readonly string[]): void {
  // The last unknown migration names the newest version.
  const last = applied.findLast(({ name }) => !known.includes(name));
  if (last === undefined) return;
  const { newerSchema, newerVersion } = BACKEND_SENTENCES;
  const { name, program } = last;
  throw errorOf(program === null ? newerSchema : newerVersion, {
    ...whereabouts(placeOf(db)),
    migration: name,
    program: program ?? '',
  });
}

/**
 * Checks that no older program is running, before a migration that breaks older programs. Version 0.1 does not
 * list its processes, so it is not found.
 *
 * @throws conflict `backend.older-processes`
 */
export async function refuseOlderProcesses(tx: Transaction, name: string, program: string): Promise<void> {
  const [table] = await queryRows<{ known: boolean }>(
    tx,
    `select to_regclass('service_processes') is not null as known`,
  );
  if (table?.known !== true) return;
  const running = await queryRows<{ process: string }>(
    tx,
    `select format('%s (%s %s, pid %s)', version, host, role, pid) as process from service_processes
     where version <> $1 and last_seen_at > clock_timestamp() - ${SILENT_AFTER} order by 1`,
    [program],
  );
  if (running.length === 0) return;
  throw errorOf(BACKEND_SENTENCES.olderProcesses, {
    ...whereabouts(placeOf(tx)),
    migration: name,
    processes: running.map(({ process }) => process).join(', '),
  });
}
