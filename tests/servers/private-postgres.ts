import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { POSTGRES_ENV, SUPERUSER } from '../../src/backend/bundled/initdb.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { makeServerFolder } from '../../src/platform/server-user.ts';
import { copyTree } from './copy-tree.ts';
import { runServers } from './run-servers.ts';
import { steadyPort } from './steady-port.ts';

/** A server for one test, which may stop and restart it at any time. */
export interface PrivateServer {
  readonly url: string;
  restart(downMs?: number): Promise<void>;
  /** Stops the server until `resume`. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface PrivatePostgres extends PrivateServer {
  /** Restarts the server as a standby: it can be read and accepts no changes. */
  becomeStandby(): Promise<void>;
  /** Promotes a standby to the primary server. */
  promote(): Promise<void>;
}

export const testLog = createLog('silent', process.stderr);

interface PrivateOptions {
  /** Beside ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files for its data folder; only the server may read them. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A PostgreSQL that listens on TCP, with the address for `DATABASE_URL`. */
export async function startPrivatePostgres({
  settings: more = {},
  files = {},
}: PrivateOptions = {}): Promise<PrivatePostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-pg-'));
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'postgres');
  await makeServerFolder(folder, place.user);
  const { programs, data: prepared } = runServers().postgres;
  const data = join(folder, 'data');
  await copyTree(prepared, data);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    if (place.user !== null) await chown(join(data, name), place.user.uid, place.user.gid);
  }
  const port = await steadyPort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    timezone: 'UTC',
    ...more,
  };
  const command: ServerCommand = {
    program: join(programs.folder, 'bin', 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: POSTGRES_ENV,
    folder,
    logFile: join(folder, 'server.log'),
    user: place.user,
    stopBy: [{ signal: 'SIGINT', patienceMs: 10_000 }],
  };
  const url = `postgresql://${SUPERUSER}@127.0.0.1:${port}/postgres`;
  const start = async () => {
    const child = await spawnServer(command);
    await waitUntilReady(
      child,
      command,
      async () => await answers(url),
      60_000,
      new AbortController().signal,
    );
    return child;
  };
  let child = await start();
  return {
    url,
    halt: async () => await child.stop(),
    async resume() {
      child = await start();
    },
    async restart(downMs = 0) {
      await child.stop();
      await sleep(downMs);
      child = await start();
    },
    async becomeStandby() {
      await child.stop();
      await writeFile(join(data, 'standby.signal'), '');
      child = await start();
    },
    async promote() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('select pg_promote()');
      await client.end();
    },
    async stop() {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Whether somebody may connect. */
export async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
