import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { folderError } from '../../platform/folder-error.ts';
import { type FolderLock, lockFolder } from '../../platform/folder-lock.ts';
import type { ServerCommand } from '../../platform/server-child.ts';
import { openServerPlace, type ServerPlace } from '../../platform/server-place.ts';
import { makeServerFolder } from '../../platform/server-user.ts';
import { makeSocketFolder } from '../../platform/socket-folder.ts';
import { type SupervisedServer, supervise } from '../../platform/supervise.ts';
import { AnsweredClient } from '../connection/answered-client.ts';
import { CONNECT_TIMEOUT_MS } from '../connection/postgres-errors.ts';
import { archiveSettings } from './archive.ts';
import { type PostgresBinaries, postgresBinaries } from './binaries.ts';
import { clearLeftOver, makeDataFolder } from './data-folder.ts';
import { POSTGRES_ENV, SUPERUSER } from './initdb.ts';

interface EmbeddedInput {
  /** `TAQUILLA_DATA_DIR`; made if absent. */
  readonly dataDir: string;
  readonly log: Log;
  /** Aborts the start; `stop` ends a running server. */
  readonly signal: AbortSignal;
  /** true to connect to the server if another process already runs it, and to leave it running. */
  readonly shared?: boolean;
  /** The server's maximum number of connections, over all processes. */
  readonly maxConnections?: number;
  /** `TAQUILLA_ARCHIVE_DIR`; null if no WAL is archived. */
  readonly archiveDir?: string | null;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** An address in the form of `DATABASE_URL`. It connects through the socket only. */
  readonly url: string;
  stop(): Promise<void>;
}

const DATABASE = 'taquilla';
const MAX_CONNECTIONS = 50;
/** On a slow disk, copying the template takes a while. */
const MAKE_DATABASE_LIMIT_MS = 60_000;
const LOCAL_SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server's log must never contain a buyer, so it contains neither statements nor DETAIL lines with the
  // failed row.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
} as const;

/**
 * Runs the bundled PostgreSQL, which is meant for one machine and for trials; in production `DATABASE_URL`
 * names a server. It starts on first use and stops with this process. Commits are as durable as with
 * PostgreSQL's defaults.
 *
 * @throws conflict `backend.folder-in-use`: another process runs on the folder; config
 *   `backend.no-embedded-postgres`, `backend.data-of-other-version`, `machine.disk-full`,
 *   `machine.folder-not-writable`, `machine.place-gone`, `machine.socket-folder-taken`; unavailable
 *   `backend.initdb-failed`, `machine.server-ended`, `machine.server-silent`; aborted
 */
export async function startEmbeddedPostgres(input: EmbeddedInput): Promise<EmbeddedPostgres> {
  const place = await openServerPlace(input.dataDir);
  try {
    const folder = join(place.root, 'postgres');
    await makeServerFolder(folder, place.user);
    const sockets = await makeSocketFolder(folder, place.user);
    const lock = await lockFolder(sockets, () => folderInUse(input.dataDir)).catch(async (error: unknown) => {
      const inUse = error instanceof AppError && error.code === 'backend.folder-in-use';
      // The folder is in use, but its server does not answer: it may be starting or stopping.
      if (input.shared === true && inUse && (await answers(sockets))) return null;
      throw error;
    });
    if (lock === null) return { url: urlOf(sockets), ...unended() };
    const server = await startLocked(input, place, folder, sockets).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
    return running(server, lock, sockets);
  } catch (error) {
    throw await folderError(error, input.dataDir);
  }
}

async function startLocked(
  { log, signal, maxConnections = MAX_CONNECTIONS, archiveDir = null }: EmbeddedInput,
  place: ServerPlace,
  folder: string,
  sockets: string,
): Promise<SupervisedServer> {
  const binaries = await postgresBinaries(place);
  const data = await makeDataFolder(place, binaries);
  const archive = await archiveSettings(archiveDir, place.user);
  const server = await supervise({
    name: 'postgres',
    command: {
      ...postmaster(binaries, data, sockets, { max_connections: maxConnections, ...archive }),
      folder,
      logFile: join(folder, 'server.log'),
      user: place.user,
    },
    isReady: () => answers(sockets),
    prepare: (stopped) => clearLeftOver(data, stopped),
    log,
    signal,
  });
  try {
    await makeDatabase(sockets);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The options of the server. `more` are settings for this start only. */
export function postmaster(
  binaries: PostgresBinaries,
  data: string,
  sockets: string,
  more: Readonly<Record<string, string | number>> = {},
): Pick<ServerCommand, 'program' | 'args' | 'env' | 'stopBy'> {
  const settings = Object.entries({
    ...LOCAL_SETTINGS,
    max_connections: MAX_CONNECTIONS,
    ...more,
    unix_socket_directories: sockets,
  });
  return {
    program: join(binaries.folder, 'bin', 'postgres'),
    args: ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: POSTGRES_ENV,
    stopBy: [
      { signal: 'SIGINT', patienceMs: 20_000 },
      { signal: 'SIGQUIT', patienceMs: 5_000 },
    ],
  };
}

function running(server: SupervisedServer, lock: FolderLock, sockets: string): EmbeddedPostgres {
  const stop = async (): Promise<void> => {
    await server.stop();
    await lock.release();
  };
  return {
    url: urlOf(sockets),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The address of the server through the socket in this folder. */
export function urlOf(sockets: string): string {
  return `postgresql://${SUPERUSER}@/${DATABASE}?host=${encodeURIComponent(sockets)}`;
}

/** The time limit of a query to a server that another process runs. */
function unended(): Pick<EmbeddedPostgres, 'stop' | typeof Symbol.asyncDispose> {
  const stop = async (): Promise<void> => undefined;
  return { stop, [Symbol.asyncDispose]: stop };
}

async function answers(sockets: string): Promise<boolean> {
  return await withClient(sockets, async () => true).catch(() => false);
}

async function makeDatabase(sockets: string): Promise<void> {
  await withClient(sockets, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

/** Queries the server through the database that every server has. */
export async function withClient<T>(sockets: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const place = { host: sockets, user: SUPERUSER, database: 'postgres' };
  const client = new AnsweredClient(
    { ...place, connectionTimeoutMillis: CONNECT_TIMEOUT_MS },
    MAKE_DATABASE_LIMIT_MS,
  );
  // The server may end during the query. Without this listener, that would end this process too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
}

export function folderInUse(dataDir: string): AppError {
  return new AppError({
    code: 'backend.folder-in-use',
    message: `Another Taquilla process already runs on the data folder ${dataDir}: stop it, or name another folder in TAQUILLA_DATA_DIR.`,
  });
}
