import { AppError } from '../../kernel/errors.ts';
import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf, type Named, type Sentence } from '../../kernel/sentences/sentence.ts';
import { sqlStateOf, whereabouts } from '../connection/postgres-errors.ts';
import { type Database, placeOf, type Queryable, queryRows } from '../database.ts';
import { type MigrationFile, tablesMadeBy, viewsMadeBy } from './migration-files.ts';

/**
 * The SQLSTATEs of an object that exists already, of one that an earlier migration created and that is missing, and of
 * one on which an object of somebody else depends.
 */
const DOES_NOT_FIT: ReadonlySet<string> = new Set([
  '42P07',
  '42710',
  '42723',
  '42701',
  '42P01',
  '42703',
  '42704',
  '42883',
  '2BP01',
]);
const SAYS = BACKEND_SENTENCES;

/**
 * The objects that a file creates cannot exist before it is applied.
 *
 * @throws config `backend.foreign-tables`
 */
export async function refuseForeignTables(db: Queryable, pending: readonly MigrationFile[]): Promise<void> {
  const found = await tablesAmong(db, [...tablesMadeBy(pending), ...viewsMadeBy(pending)]);
  if (found.length > 0) throw await foreign(db, SAYS.foreignTables, { tables: found.join(', ') });
}

/**
 * Without this check, the advice to migrate would repeat for ever although there is nothing to migrate.
 *
 * @throws config `backend.missing-tables`
 */
export async function requireTables(db: Queryable, files: readonly MigrationFile[]): Promise<void> {
  const made = tablesMadeBy(files);
  const found = await tablesAmong(db, made);
  const missing = made.filter((name) => !found.includes(name));
  if (missing.length > 0) throw await foreign(db, SAYS.missingTables, { tables: missing.join(', ') });
}

async function tablesAmong(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const found = await queryRows<{ name: string }>(
    db,
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relname = any($1) order by 1`,
    [names],
  );
  return found.map(({ name }) => name);
}

/** Explains the failure of a migration that met an object of another program. */
export async function whyNotApplied(db: Database, migration: string, thrown: unknown): Promise<unknown> {
  if (!DOES_NOT_FIT.has(sqlStateOf(thrown))) return thrown;
  const { cause } = thrown instanceof AppError ? thrown : { cause: thrown };
  const message = cause instanceof Error ? cause.message : '';
  return await foreign(db, SAYS.foreignObject, { migration, message }, thrown);
}

/** An error about the schema of our tables. */
export async function foreign(
  db: Queryable,
  sentence: Sentence,
  named: Named = {},
  cause?: unknown,
): Promise<AppError> {
  const [row] = await queryRows<{ schema: string | null }>(db, 'select current_schema() as schema');
  return errorOf(sentence, { ...whereabouts(placeOf(db)), schema: row?.schema ?? '', ...named }, { cause });
}
