import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { errnoOf } from '../../platform/folder-error.ts';
import { connect, type Database, queryRows, type Transaction } from '../database.ts';
import { readAppliedMigrations, requireKnownMigrations } from '../migrate/applied-migrations.ts';
import type { Maker } from './back-up-tables.ts';
import { dataBytes, entryBytes } from './entries.ts';

const ARCHIVE_POLL_MS = 100;
/** Folders that are left out, because their content belongs to one run of the server or is in the archive. */
const EMPTY = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|current_logfiles|recovery\.signal|.*\.tmp|(.*\/)?pgsql_tmp.*|(.*\/)?pg_internal\.init.*)$/;
/**
 * The control file. A server could start its recovery from it without the backup label, so it is copied last,
 * as in PostgreSQL's own backups.
 */
const CONTROL = 'global/pg_control';

interface BackingUp {
  readonly maker: Maker;
  readonly place: string;
  readonly write: (source: AsyncIterable<Buffer>) => Promise<void>;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

export interface FilesBackedUp {
  readonly madeAt: string;
  readonly files: number;
}

/**
 * Copies the files of the bundled server while it runs. The copy is complete only together with the WAL that
 * the server writes meanwhile; when this function returns, that WAL is in the archive.
 *
 * @throws config `backup.no-archive`, `backup.nothing-there`, `backend.newer-schema`, `backend.foreign-tables`;
 *   what `write` throws
 */
export async function backUpFiles(db: Database, input: BackingUp): Promise<FilesBackedUp> {
  await requireKnownMigrations(db);
  const [server] = await queryRows<{ folder: string; archives: boolean; bytes: number; at: Date }>(
    db,
    `select current_setting('data_directory') as folder, current_setting('archive_mode') = 'on' as archives,
       (select sum(pg_database_size(oid)) from pg_database)::float8 as bytes, clock_timestamp() as at`,
  );
  if (server?.archives !== true) throw errorOf(BACKUP_SENTENCES.noArchive, {});
  const migrations = (await readAppliedMigrations(db)).map(({ name }) => name);
  if (migrations.length === 0) throw errorOf(BACKUP_SENTENCES.nothingThere, { place: input.place });
  const madeAt = server.at.toISOString();
  const made = { files: 0 };
  // One session starts and ends the backup, outside any transaction.
  const session = await connect(db);
  try {
    await queryRows(session, 'set statement_timeout = 0');
    const [begun] = await queryRows<{ segment: string }>(
      session,
      `select pg_walfile_name(pg_backup_start('taquilla', true)) as segment`,
    );
    const timeline = Number.parseInt(begun?.segment.slice(0, 8) ?? '', 16);
    const manifest = { holds: 'files' as const, ...input.maker, madeAt, migrations, timeline };
    const head = entryBytes({ kind: 'manifest', ...manifest });
    await input.write(copyOf(server, session, head, input, made));
    return { madeAt, ...made };
  } finally {
    // If the session ends first, PostgreSQL discards the unfinished backup.
    session.release(true);
  }
}

async function* copyOf(
  { folder, bytes }: { readonly folder: string; readonly bytes: number },
  session: Transaction,
  head: Buffer,
  { onProgress, signal }: BackingUp,
  made: { files: number },
): AsyncGenerator<Buffer> {
  yield head;
  let copied = 0;
  const fileOf = async function* (path: string): AsyncGenerator<Buffer> {
    made.files += 1;
    yield entryBytes({ kind: 'file', path });
    for await (const piece of piecesOf(join(folder, path))) {
      copied += piece.length;
      onProgress(Math.min(1, copied / bytes));
      yield dataBytes(piece);
    }
  };
  for await (const { path, isFolder } of walk(folder, '')) {
    if (isFolder) yield entryBytes({ kind: 'folder', path });
    else if (path !== CONTROL) yield* fileOf(path);
  }
  yield* fileOf(CONTROL);
  const [stopped] = await queryRows<Stopped>(
    session,
    `select labelfile as label, pg_walfile_name(lsn) as last, clock_timestamp() as at from pg_backup_stop(false)`,
  );
  if (stopped === undefined) throw new Error('a backup was ended and has no label');
  await untilArchived(session, stopped, folder, signal);
  yield entryBytes({ kind: 'file', path: 'backup_label' });
  yield dataBytes(Buffer.from(stopped.label));
  yield entryBytes({ kind: 'end' });
}

interface Stopped {
  readonly label: string;
  /** The last WAL segment that the files need. */
  readonly last: string;
  readonly at: Date;
}

/**
 * PostgreSQL's own function waits for ever if archiving fails.
 *
 * @throws config `backup.no-archive`
 */
async function untilArchived(
  session: Transaction,
  { last, at }: Stopped,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const rows = await queryRows<{ done: boolean; fails: boolean }>(
      session,
      `select coalesce(left(last_archived_wal, 24) >= $1, false) as done,
         coalesce(last_failed_time > greatest(last_archived_time, $2), false) as fails
       from pg_stat_archiver`,
      [last, at],
    );
    if (rows[0]?.done === true) return;
    if (rows[0]?.fails === true) {
      throw errorOf(BACKUP_SENTENCES.archiveFails, { log: join(dirname(folder), 'server.log') });
    }
    await sleep(ARCHIVE_POLL_MS, undefined, { signal });
  }
}

interface Found {
  readonly path: string;
  readonly isFolder: boolean;
}

async function* walk(root: string, path: string): AsyncGenerator<Found> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(unlessGone);
  for (const entry of entries ?? []) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (LEFT_OUT.test(inner)) continue;
    if (await isFolder(root, inner, entry)) {
      yield { path: inner, isFolder: true };
      if (!EMPTY.has(inner)) yield* walk(root, inner);
    } else if (entry.isFile()) yield { path: inner, isFolder: false };
  }
}

/** Somebody may have moved `pg_wal` to another disk and left a symbolic link. */
async function isFolder(root: string, path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(join(root, path)).catch(unlessGone);
  return target?.isDirectory() === true;
}

/** While a table is copied, it may be dropped or may grow. The recovery repeats both. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) yield piece as Buffer;
  } catch (error) {
    unlessGone(error);
  }
}

function unlessGone(error: unknown): null {
  if (errnoOf(error) === 'ENOENT') return null;
  throw error;
}
