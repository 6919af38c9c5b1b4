import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUPERUSER } from '../../src/backend/embedded/embedded-initdb.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/kernel/machine/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/kernel/machine/server-place.ts';
import { makeServerFolder } from '../../src/kernel/machine/server-user.ts';
import { PGBOUNCER_TOOL } from './pgbouncer-tool.ts';
import { answers } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { steadyPort } from './steady-port.ts';

/** A PgBouncer that gives each transaction any session, and drops the settings with which sessions are opened. */
export async function startPgbouncer(
  postgresUrl: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
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
* = host=127.0.0.1 port=${new URL(postgresUrl).port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
ignore_startup_parameters = options
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
  const url = new URL(postgresUrl);
  url.port = String(port);
  const child = await spawnServer(command);
  const ready = async (): Promise<boolean> => await answers(url.href);
  await waitUntilReady(child, command, ready, 60_000, new AbortController().signal);
  return {
    url: url.href,
    async stop() {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
