import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import {
  installArgs,
  makeMariadbData,
  mariadbEnv,
  writeInitFile,
} from '../../src/demo/servers/mariadb-folder.ts';
import { MARIADB_TOOL } from '../../src/demo/servers/mariadb-tool.ts';
import { spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { makeServerFolder } from '../../src/platform/server-user.ts';
import { makeSocketFolder } from '../../src/platform/socket-folder.ts';
import type { Certificate } from './certificates.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { steadyPort } from './steady-port.ts';

/** A MariaDB for one test, for whatever concerns a whole server. */
export interface PrivateMariadb {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Runs statements as root. */
  exec(sql: string): Promise<void>;
  stop(): Promise<void>;
}

export interface MariadbOptions {
  /** Files for the server's folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options of the server, which may name the folder of the files. */
  readonly args?: (folder: string) => readonly string[];
}

const PASSWORD = 'certificado';
const never = new AbortController().signal;

/** One that speaks TLS. */
export async function startTlsMariadb(server: Certificate, authority: string): Promise<PrivateMariadb> {
  return await startMariadb({
    files: { 'server-cert': server.certificate, 'server-key': server.key, authority },
    args: (folder) => [
      `--ssl-cert=${join(folder, 'server-cert')}`,
      `--ssl-key=${join(folder, 'server-key')}`,
      `--ssl-ca=${join(folder, 'authority')}`,
    ],
  });
}

export async function startMariadb({ files = {}, args }: MariadbOptions = {}): Promise<PrivateMariadb> {
  const tool = await provideTestTool(MARIADB_TOOL, 'server');
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-tls-'));
  const { root, user } = await openServerPlace(dataDir);
  const folder = join(root, 'mariadb');
  await makeServerFolder(folder, user);
  const socketPath = join(await makeSocketFolder(folder, user), 'mariadb.sock');
  const data = await makeMariadbData(folder, tool, user);
  const initFile = await writeInitFile(folder, PASSWORD, user);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    if (user !== null) await chown(join(folder, name), user.uid, user.gid);
  }
  const port = await steadyPort();
  const command = {
    program: tool.programs.server,
    args: [
      '--no-defaults',
      ...installArgs(tool),
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      `--init-file=${initFile}`,
      `--socket=${socketPath}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--skip-name-resolve',
      '--performance-schema=OFF',
      '--innodb-buffer-pool-size=16M',
      '--innodb-use-native-aio=OFF',
      ...(args?.(folder) ?? []),
    ],
    env: mariadbEnv(tool),
    folder,
    logFile: join(folder, 'server.log'),
    user,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 10_000 }],
  } as const;
  const child = await spawnServer(command);
  const asRoot = async () =>
    await createConnection({ socketPath, user: 'root', password: PASSWORD, multipleStatements: true });
  const isReady = async (): Promise<boolean> => {
    const connection = await asRoot().catch(() => null);
    await connection?.end();
    return connection !== null;
  };
  await waitUntilReady(child, command, isReady, 30_000, never);
  return {
    port,
    user: 'root',
    password: PASSWORD,
    exec: async (sql) => {
      const connection = await asRoot();
      await connection.query(sql);
      await connection.end();
    },
    stop: async () => {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
