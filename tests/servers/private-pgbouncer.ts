import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SUPERUSER } from '../../src/backend/bundled/initdb.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { makeServerFolder } from '../../src/platform/server-user.ts';
import type { FreshDatabase } from './databases.ts';
import { PGBOUNCER_TOOL } from './pgbouncer-tool.ts';
import { answers } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { steadyPort } from './steady-port.ts';

/** PgBouncer in front of a server, with few sessions to lend. */
export interface PrivatePgbouncer {
  readonly url: string;
  /** A database through the pooler; when it is dropped, the pooler releases it first. */
  before(database: FreshDatabase): FreshDatabase;
  stop(): Promise<void>;
}

const SESSIONS = 3;

/** As on Debian, in transaction mode: each transaction gets any of a few sessions, and none is reset afterwards. */
export async function startPgbouncer(postgresUrl: string): Promise<PrivatePgbouncer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-pooler-'));
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'pgbouncer');
  await makeServerFolder(folder, place.user);
  const tool = await provideTestTool(PGBOUNCER_TOOL, 'server');
  const port = await steadyPort();
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  await writeFile(users, `"${SUPERUSER}" ""\n`);
  await writeFile(
    settings,
    `[databases]
* = ${serverOf(postgresUrl)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
admin_users = ${SUPERUSER}
pool_mode = transaction
default_pool_size = ${SESSIONS}
max_client_conn = 300
server_reset_query =
`,
  );
  const command: ServerCommand = {
    program: tool.programs.server,
    args: [settings],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...tool.env },
    folder,
    logFile: join(folder, 'server.log'),
    user: place.user,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 5_000 }],
  };
  const through = (address: string): string => {
    const [, name = ''] = /\/(\w+)(?:\?.*)?$/.exec(address) ?? [];
    return `postgresql://${SUPERUSER}@127.0.0.1:${port}/${name}`;
  };
  const url = through(postgresUrl);
  const child = await spawnServer(command);
  const ready = async (): Promise<boolean> => await answers(url);
  await waitUntilReady(child, command, ready, 60_000, new AbortController().signal);
  return {
    url,
    before: (database) => ({
      url: through(database.url),
      drop: async () => {
        await kill(through('/pgbouncer'), database.url);
        await database.drop();
      },
    }),
    async stop() {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The server at an address, which may name the folder of a socket. */
function serverOf(postgresUrl: string): string {
  const { host, port } = new pg.Client({ connectionString: postgresUrl });
  return `host=${host} port=${port}`;
}

async function kill(consoleUrl: string, databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: consoleUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`kill ${/\/(\w+)(?:\?.*)?$/.exec(databaseUrl)?.[1]}`);
  await client.end();
}
