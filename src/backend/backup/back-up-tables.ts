import { setTimeout as sleep } from 'node:timers/promises';
import { to as copyTo } from 'pg-copy-streams';
import { throwIfAborted } from '../../kernel/errors.ts';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { AnsweredClient } from '../connection/answered-client.ts';
import { sqlStateOf } from '../connection/postgres-errors.ts';
import { withoutTransactionLimit } from '../connection/transaction-settings.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { readAppliedMigrations, requireKnownMigrations } from '../migrate/applied-migrations.ts';
import { dataBytes, type Entry, entryBytes, type Manifest } from './entries.ts';
import { quoted, readOurTables, type Table } from './our-objects.ts';

/** The facts about a backup that the database does not know itself. */
export type Maker = Pick<Manifest, 'program' | 'secretKey'>;

export interface BackedUp {
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
}

interface BackingUp {
  readonly maker: Maker;
  /** The server's name in error messages. */
  readonly place: string;
  /** Writes the backup, and resolves when it is stored. */
  readonly write: (source: AsyncIterable<Buffer>) => Promise<void>;
  /** The share of all bytes that was copied, 0 to 1. */
  readonly onProgress: (table: string, share: number) => void;
  /** Aborts the wait for a migration. */
  readonly signal: AbortSignal;
}

/** SQLSTATEs of a table that is being changed, and of one that was dropped in the meantime. */
const BEING_CHANGED = new Set(['55P03', '42P01']);
const LOCK_LIMIT = '10s';
const PAUSE_MS = 100;
/** Enough tries to wait about as long as a migration may take. */
const MOST_TRIES = 360;

/**
 * Copies all our tables as of one moment. Other sessions keep reading and writing. Only migrations must wait,
 * and this function waits for a migration that is running. It needs only the right to read, and works on every
 * PostgreSQL.
 *
 * @throws config `backup.nothing-there`, `backend.newer-schema`, `backend.foreign-tables`; unavailable
 *   `backend.*`; what `write` throws; aborted
 */
export async function backUpTables(db: Database, input: BackingUp): Promise<BackedUp> {
  for (let tries = 1; ; tries += 1) {
    throwIfAborted(input.signal);
    try {
      const made = await backUpOnce(db, input);
      if (made !== null) return made;
    } catch (error) {
      if (!BEING_CHANGED.has(sqlStateOf(error)) || tries === MOST_TRIES) throw error;
    }
    await sleep(PAUSE_MS, undefined, { signal: input.signal });
  }
}

/** Null if a migration changed the tables meanwhile; then nothing was written. */
async function backUpOnce(db: Database, input: BackingUp): Promise<BackedUp | null> {
  const tables = await readTables(db, input.place);
  const made = { madeAt: '', rows: 0 };
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await tx.query(`set local lock_timeout = '${LOCK_LIMIT}'`);
    // The locks come before the first query, which fixes the snapshot. So the snapshot includes the changes of
    // a migration for which this waited.
    await tx.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
    await forAsLongAsItTakes(tx);
    if (shapeOf(await readTables(tx, input.place)) !== shapeOf(tables)) return null;
    try {
      await input.write(copyOf(tx, tables, input, made));
    } catch (error) {
      // Without this, the server would go on sending rows.
      if (tx instanceof AnsweredClient) tx.destroy(new Error('the backup was broken off'));
      throw error;
    }
    return { ...made, tables: tables.length };
  });
}

/** A version cannot copy tables that it does not know. */
async function readTables(db: Queryable, place: string): Promise<readonly Table[]> {
  await requireKnownMigrations(db);
  const tables = await readOurTables(db);
  if (tables.length === 0) throw errorOf(BACKUP_SENTENCES.nothingThere, { place });
  return tables;
}

function shapeOf(tables: readonly Table[]): string {
  return JSON.stringify(tables.map(({ name, columns, numbered }) => [name, columns, numbered]));
}

/**
 * A transaction that may take hours, because it waits for a file and not for a person. Its first query fixes
 * the snapshot.
 */
export async function forAsLongAsItTakes(tx: Transaction): Promise<void> {
  await tx.query('set local statement_timeout = 0');
  await tx.query('set local idle_in_transaction_session_timeout = 0');
  await withoutTransactionLimit(tx);
  // COPY must write and read dates and numbers in the same format, whatever the server's own settings.
  await tx.query(`set local datestyle = 'ISO, YMD'`);
  await tx.query(`set local intervalstyle = 'postgres'`);
  await tx.query('set local extra_float_digits = 3');
}

async function* copyOf(
  tx: Transaction,
  tables: readonly Table[],
  { maker, onProgress }: BackingUp,
  made: { madeAt: string; rows: number },
): AsyncGenerator<Buffer> {
  const [moment] = await queryRows<{ at: Date }>(tx, 'select clock_timestamp() as at');
  made.madeAt = moment?.at.toISOString() ?? '';
  const migrations = (await readAppliedMigrations(tx)).map(({ name }) => name);
  yield entryBytes({ kind: 'manifest', holds: 'tables', ...maker, madeAt: made.madeAt, migrations });
  const allBytes = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  let doneBytes = 0;
  for (const { name, columns, bytes } of tables) {
    yield entryBytes({ kind: 'table', name, columns: [...columns] });
    let copied = 0;
    const rows = tx.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`));
    for await (const piece of rows) {
      const data: Buffer = piece;
      copied += data.length;
      onProgress(name, (doneBytes + Math.min(copied, bytes)) / allBytes);
      yield dataBytes(data);
    }
    made.rows += rows.rowCount;
    doneBytes += bytes;
  }
  for (const table of tables) for (const entry of await sequencesOf(tx, table)) yield entryBytes(entry);
  yield entryBytes({ kind: 'end' });
}

/** Read after the rows, so that a number that was assigned in between is not assigned again. */
async function sequencesOf(tx: Transaction, { name, numbered }: Table): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (const column of numbered) {
    const [sequence] = await queryRows<{ sequence: string }>(
      tx,
      'select pg_get_serial_sequence($1, $2) as sequence',
      [quoted(name), column],
    );
    const [row] = await queryRows<{ next: string }>(
      tx,
      `select (last_value + is_called::int)::text as next from ${sequence?.sequence}`,
    );
    found.push({ kind: 'sequence', table: name, column, next: row?.next ?? '1' });
  }
  return found;
}
