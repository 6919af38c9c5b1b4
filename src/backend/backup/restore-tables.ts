import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { toAppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { sqlStateOf } from '../connection/postgres-errors.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { provideMarks } from '../migrate/applied-migrations.ts';
import { applyMigration, completeTables, holdMigrations, pendingFiles } from '../migrate/migrate.ts';
import { listMigrationFiles, type MigrationFile, readMigrationFiles } from '../migrate/migration-files.ts';
import { forAsLongAsItTakes } from './back-up-tables.ts';
import type { EntryReader, Manifest } from './entries.ts';
import { grantAgain, readGrants } from './grants.ts';
import { ourObjects, quoted, readOurTables, type Table } from './our-objects.ts';
import { type Settled, settleRestored } from './settle-restored.ts';

const OBJECTS_DEPEND_ON_IT = '2BP01';
const LOCK_LIMIT = '10s';

interface Restoring {
  /** The name of the file in error messages. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly entries: EntryReader;
  readonly log: Log;
  /** Called before the commit; an error rolls everything back. */
  readonly beforeCommit: (tx: Transaction) => Promise<void>;
}

export interface Restored extends Settled {
  readonly tables: number;
  readonly rows: number;
  /** The migrations that created tables which the backup does not have yet. */
  readonly applied: readonly string[];
}

/**
 * Creates our tables in the schema of the backup's program, fills them, and migrates them to this version, all
 * in one transaction: an interruption leaves the database as it was. It replaces our existing tables and keeps
 * the rights of other roles on them.
 *
 * @throws config `backup.of-newer-version`, `restore.leaned-on`; invalid `backup.damaged`; unavailable
 *   `backend.*`
 */
export async function restoreTables(db: Database, input: Restoring): Promise<Restored> {
  const { file, manifest, entries, log } = input;
  await refuseNewerBackup(manifest, file);
  const files = await readMigrationFiles();
  const restored = await inTransaction(db, async (tx) => {
    const apply = async (some: readonly MigrationFile[]): Promise<void> => {
      for (const one of some) {
        await applyMigration(tx, one, manifest.program);
        log.info({ migration: one.name }, 'migration applied');
      }
    };
    // It does not wait for a table that somebody else uses, because other statements would then wait behind it.
    await tx.query(`set local lock_timeout = '${LOCK_LIMIT}'`);
    await holdMigrations(tx);
    await forAsLongAsItTakes(tx);
    const grants = await readGrants(tx);
    await dropOurObjects(tx);
    await tx.query('set local lock_timeout = 0');
    await provideMarks(tx);
    await apply(files.filter(({ name }) => manifest.migrations.includes(name)));
    const tables = await readOurTables(tx);
    const filled = await withoutRules(tx, tables, async () => await fill(tx, tables, entries, file));
    const pending = await pendingFiles(tx, files);
    await apply(pending);
    await grantAgain(tx, grants);
    await completeTables(tx, files);
    const applied = pending.map(({ name }) => name);
    const settled = await settleRestored(tx);
    await input.beforeCommit(tx);
    return { ...filled, ...settled, applied };
  });
  await analyze(db, log);
  return restored;
}

/**
 * Without this, PostgreSQL would plan queries badly until its next automatic analysis. If it fails, the restore
 * is complete all the same.
 */
async function analyze(db: Database, log: Log): Promise<void> {
  try {
    for (const { name } of await readOurTables(db)) await queryRows(db, `analyze ${quoted(name)}`);
  } catch (error) {
    log.warn({ code: toAppError(error).code }, 'the restored tables could not be analysed');
  }
}

/** @throws config `backup.of-newer-version` */
export async function refuseNewerBackup({ migrations, program }: Manifest, file: string): Promise<void> {
  const known = new Set(await listMigrationFiles());
  const migration = migrations.find((name) => !known.has(name));
  if (migration === undefined) return;
  throw errorOf(BACKUP_SENTENCES.ofNewerSchema, { file, version: program, migration });
}

async function dropOurObjects(tx: Transaction): Promise<void> {
  const { tables, views, functions, types } = await ourObjects();
  const there = new Set((await readOurTables(tx)).map(({ name }) => name));
  const found = tables.filter((name) => there.has(name));
  if (found.length === 0) return;
  try {
    // A function whose argument is a whole row depends on that row's table.
    const takers = await queryRows<{ name: string }>(
      tx,
      `select p.oid::regprocedure::text as name from pg_proc p
       where p.pronamespace = to_regnamespace(current_schema()) and p.proname = any($1)
         and exists (select from pg_class c where c.reltype = any(p.proargtypes) and c.relname = any($2))`,
      [functions, found],
    );
    for (const { name } of takers) await tx.query(`drop function ${name}`);
    const seen = await queryRows<{ name: string }>(
      tx,
      `select relname as name from pg_class
       where relnamespace = to_regnamespace(current_schema()) and relkind = 'v' and relname = any($1)`,
      [views],
    );
    if (seen.length > 0) await tx.query(`drop view ${seen.map(({ name }) => quoted(name)).join(', ')}`);
    await tx.query(`drop table ${found.map(quoted).join(', ')}`);
    await tx.query(`drop function if exists ${functions.map(quoted).join(', ')}`);
    await tx.query(`drop type if exists ${types.map(quoted).join(', ')}`);
  } catch (cause) {
    if (sqlStateOf(cause) === OBJECTS_DEPEND_ON_IT) throw errorOf(BACKUP_SENTENCES.leanedOn, {}, { cause });
    throw cause;
  }
}

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * The rows are loaded table by table, without checking foreign keys and without triggers, so that nothing is
 * computed or counted again.
 */
async function withoutRules<T>(
  tx: Transaction,
  tables: readonly Table[],
  work: () => Promise<T>,
): Promise<T> {
  const names = tables.map(({ name }) => name);
  const keys = await queryRows<ForeignKey>(
    tx,
    `select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     where c.contype = 'f' and t.relnamespace = to_regnamespace(current_schema()) and t.relname = any($1)
     order by 1, 2`,
    [names],
  );
  for (const { table, name } of keys) {
    await tx.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  }
  for (const name of names) await tx.query(`alter table ${quoted(name)} disable trigger user`);
  const result = await work();
  for (const name of names) await tx.query(`alter table ${quoted(name)} enable trigger user`);
  for (const { table, name, definition } of keys) {
    await tx.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
  }
  return result;
}

async function fill(
  tx: Transaction,
  tables: readonly Table[],
  entries: EntryReader,
  file: string,
): Promise<{ readonly tables: number; readonly rows: number }> {
  // Migrations insert rows into some of them.
  await tx.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  const known = new Map(tables.map((table) => [table.name, table] as const));
  let rows = 0;
  let filled = 0;
  for (;;) {
    const entry = await entries.next();
    if (entry.kind === 'end') return { tables: filled, rows };
    if (entry.kind === 'table' && isKnown(known.get(entry.name), entry.columns)) {
      const columns = entry.columns.map(quoted).join(', ');
      const sink = tx.query(copyFrom(`copy ${quoted(entry.name)} (${columns}) from stdin`));
      await pipeline(entries.data(), sink);
      rows += sink.rowCount;
      filled += 1;
    } else if (entry.kind === 'sequence' && known.has(entry.table)) {
      await tx.query('select setval(pg_get_serial_sequence($1, $2)::regclass, $3::bigint, false)', [
        quoted(entry.table),
        entry.column,
        entry.next,
      ]);
    } else throw errorOf(BACKUP_SENTENCES.altered, { file });
  }
}

/** An older version kept fewer columns of the applied migrations. */
function isKnown(table: Table | undefined, columns: readonly string[]): boolean {
  if (table === undefined || !columns.every((name) => table.columns.includes(name))) return false;
  return columns.length === table.columns.length || table.name === 'schema_migrations';
}
