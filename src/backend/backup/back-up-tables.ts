import { to as copyTo } from 'pg-copy-streams';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { AnsweredClient } from '../answered-client.ts';
import { readAppliedMigrations, requireKnown } from '../applied-migrations.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { dataBytes, type Entry, entryBytes, type Manifest } from './entries.ts';
import { quoted, readOurTables, type Table } from './our-objects.ts';

/** What the program adds to what the database says of itself. */
export type Maker = Pick<Manifest, 'program' | 'secretKey'>;

export interface BackedUp {
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
}

interface BackingUp {
  readonly maker: Maker;
  /** How the place is called, for the sentences. */
  readonly place: string;
  /** Takes the backup and resolves once it is kept. */
  readonly write: (source: AsyncIterable<Buffer>) => Promise<void>;
  /** How much of all bytes was copied, 0 to 1. */
  readonly onProgress: (table: string, share: number) => void;
}

/**
 * Copies all our tables as they are in one moment. Others go on reading and writing meanwhile; only a migration waits.
 * It needs no right but to read, and works on every PostgreSQL.
 *
 * @throws config `backup.nothing-there`, `backend.newer-schema`, `backend.foreign-tables`; what `write` throws
 */
export async function backUpTables(db: Database, input: BackingUp): Promise<BackedUp> {
  // What this version does not know it cannot copy.
  await requireKnown(db);
  const tables = await readOurTables(db);
  if (tables.length === 0) throw errorOf(BACKUP_SENTENCES.nothingThere, { place: input.place });
  const made = { madeAt: '', rows: 0 };
  await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await forAsLongAsItTakes(tx);
    // Before the first look: what a migration changes while it is waited for is seen.
    await tx.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
    try {
      await input.write(copyOf(tx, tables, input, made));
    } catch (error) {
      // The server would go on sending rows that nobody takes.
      if (tx instanceof AnsweredClient) tx.destroy(new Error('the backup was broken off'));
      throw error;
    }
  });
  return { ...made, tables: tables.length };
}

/** Of a transaction that may take hours; it waits for its file, not for a person. */
export async function forAsLongAsItTakes(tx: Transaction): Promise<void> {
  await tx.query('set local statement_timeout = 0');
  await tx.query('set local idle_in_transaction_session_timeout = 0');
  // How COPY writes a date is the same for reader and writer, whatever the server's own settings.
  await tx.query(`set local datestyle = 'ISO, YMD'`);
  await tx.query(`set local intervalstyle = 'postgres'`);
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

/** Read after the rows: a number that was given meanwhile is not given again. */
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
