import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { POSTGRES_ENV, SUPERUSER } from '../../src/backend/bundled/initdb.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { giveTree, makeServerFolder } from '../../src/platform/server-user.ts';
import type { Certificate } from './certificates.ts';
import { DEBIAN_POSTGRES_TOOL } from './debian-postgres-tool.ts';
import { answers } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { steadyPort } from './steady-port.ts';

const call = promisify(execFile);
const OWNER = 'encargado';
const PASSWORD = 'solo-con-candado';
const DATABASE = 'taquilla';
/** A script of Debian that runs before the server requires a user with an account, which the servers' user lacks. */
const PLAIN_USER = { uid: 65_534, gid: 65_534 };

/** A PostgreSQL 15 that accepts connections only over TLS and with a password; `url` is for a database's owner. */
export async function startTlsPostgres({
  certificate,
  key,
}: Certificate): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const tool = await provideTestTool(DEBIAN_POSTGRES_TOOL, 'server');
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-tls-pg-'));
  const { root, user } = await openServerPlace(dataDir);
  const folder = join(root, 'postgres');
  await makeServerFolder(folder, user);
  const data = join(folder, 'data');
  const env = { ...POSTGRES_ENV, ...tool.env };
  const initdb = ['-D', data, '-U', SUPERUSER, '-E', 'UTF8', '--locale=C'];
  if (user !== null) await giveTree(folder, PLAIN_USER);
  const asPlainUser = { cwd: folder, env, ...(user === null ? {} : PLAIN_USER) };
  await call(tool.programs.initdb, initdb, asPlainUser);
  await writeFile(join(data, 'server.crt'), certificate);
  await writeFile(join(data, 'server.key'), key);
  await chmod(join(data, 'server.key'), 0o600);
  await writeFile(join(data, 'pg_hba.conf'), 'hostssl all all all scram-sha-256\n');
  const port = await steadyPort();
  await appendFile(
    join(data, 'postgresql.conf'),
    `listen_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\nssl = on\nfsync = off\n`,
  );
  // The server gets its access rules before it listens.
  const made = [
    `create role ${OWNER} login password '${PASSWORD}'`,
    `create database ${DATABASE} owner ${OWNER}`,
  ];
  if (user !== null) await giveTree(folder, PLAIN_USER);
  for (const statement of made) await single(tool.programs.server, data, statement, asPlainUser);
  if (user !== null) await giveTree(folder, user);
  const command: ServerCommand = {
    program: tool.programs.server,
    args: ['-D', data],
    env,
    folder,
    logFile: join(folder, 'server.log'),
    user,
    stopBy: [{ signal: 'SIGINT', patienceMs: 10_000 }],
  };
  const url = `postgresql://${OWNER}:${PASSWORD}@localhost:${port}/${DATABASE}`;
  const child = await spawnServer(command);
  const ready = async (): Promise<boolean> => await answers(`${url}?sslmode=no-verify`);
  await waitUntilReady(child, command, ready, 60_000, new AbortController().signal);
  return {
    url,
    stop: async () => {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A server without a network runs one statement and stops. */
async function single(program: string, data: string, statement: string, options: object): Promise<void> {
  const running = call(program, ['--single', '-D', data, 'postgres'], options);
  running.child.stdin?.end(`${statement}\n`);
  await running;
}
