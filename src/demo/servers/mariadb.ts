import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { folderError } from '../../platform/folder-error.ts';
import { lockFolder } from '../../platform/folder-lock.ts';
import type { ServerCommand } from '../../platform/server-child.ts';
import { openServerPlace } from '../../platform/server-place.ts';
import { makeServerFolder, type ServerUser } from '../../platform/server-user.ts';
import { makeSocketFolder } from '../../platform/socket-folder.ts';
import { type SupervisedServer, supervise } from '../../platform/supervise.ts';
import { connectStore } from '../connect-store.ts';
import { freePort } from './free-port.ts';
import {
  clearMariadbLeftOver,
  installArgs,
  type MariadbTool,
  makeMariadbData,
  mariadbEnv,
  rootPassword,
  writeInitFile,
} from './mariadb-folder.ts';

interface MariadbInput {
  /** The folder is created if it is missing. */
  readonly dataDir: string;
  readonly tool: MariadbTool;
  readonly log: Log;
  /** The port to use if it is free. */
  readonly port?: number;
  /** Aborts the start; `stop` ends a running server. */
  readonly signal: AbortSignal;
}

export interface PrivateMariadb extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly socketPath: string;
  /** `mysql://` address of one of its databases; '' for the server's own. */
  url(database: string): string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const USER = 'root';
const USUAL_PORT = 33_061;

/**
 * Runs a private MariaDB for the demo's store and the tests, small and on this machine only. It starts on first use, is
 * restarted when it ends, and ends with this process.
 *
 * @throws config `machine.disk-full`, `machine.folder-not-writable`, `machine.place-gone`,
 *   `machine.socket-folder-taken`; conflict `demo.mariadb-in-use`; unavailable
 *   `demo.mariadb-install-failed`, `machine.server-ended`, `machine.server-silent`; aborted
 */
export async function startPrivateMariadb(input: MariadbInput): Promise<PrivateMariadb> {
  const { tool } = input;
  const place = await openServerPlace(input.dataDir);
  try {
    const folder = join(place.root, 'mariadb');
    await makeServerFolder(folder, place.user);
    const sockets = await makeSocketFolder(folder, place.user);
    const lock = await lockFolder(sockets, () => folderInUse(input.dataDir));
    try {
      const access = { password: await rootPassword(folder), socketPath: join(sockets, 'mariadb.sock') };
      const port = await freePort(input.port ?? USUAL_PORT);
      const server = await startServer(input, tool, folder, { ...access, port }, place.user);
      return running({ ...access, port }, async () => {
        await server.stop();
        await lock.release();
      });
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw await folderError(error, input.dataDir);
  }
}

interface Access {
  readonly port: number;
  readonly password: string;
  readonly socketPath: string;
}

async function startServer(
  { log, signal }: MariadbInput,
  tool: MariadbTool,
  folder: string,
  access: Access,
  user: ServerUser | null,
): Promise<SupervisedServer> {
  const data = await makeMariadbData(folder, tool, user);
  const initFile = await writeInitFile(folder, access.password, user);
  const command: ServerCommand = {
    program: tool.programs.server,
    args: ['--no-defaults', ...installArgs(tool), ...settings(folder, data, initFile, access)],
    env: mariadbEnv(tool),
    folder,
    logFile: join(folder, 'server.log'),
    user,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 20_000 }],
  };
  const prepare = (stopped: AbortSignal): Promise<void> => clearMariadbLeftOver(folder, stopped);
  return await supervise({ name: 'mariadb', command, isReady: () => answers(access), prepare, log, signal });
}

function settings(
  folder: string,
  data: string,
  initFile: string,
  { port, socketPath }: Access,
): readonly string[] {
  return [
    `--datadir=${data}`,
    `--tmpdir=${folder}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--init-file=${initFile}`,
    `--socket=${socketPath}`,
    `--bind-address=${HOST}`,
    `--port=${port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=192M',
    // Newer versions would reserve terabytes of addresses, which fails if addresses are limited.
    '--loose-innodb-buffer-pool-size-max=192M',
    // In a container, the kernel may not offer asynchronous I/O.
    '--innodb-use-native-aio=OFF',
    // The data are invented, so a commit need not be on the disk before the server answers.
    '--innodb-flush-log-at-trx-commit=2',
    '--max-allowed-packet=64M',
  ];
}

function running({ port, password, socketPath }: Access, stop: () => Promise<void>): PrivateMariadb {
  const url = (database: string): string => `mysql://${USER}:${password}@${HOST}:${port}/${database}`;
  return { host: HOST, port, user: USER, password, socketPath, url, stop, [Symbol.asyncDispose]: stop };
}

async function answers({ password, socketPath }: Access): Promise<boolean> {
  try {
    const connection = await connectStore({ socketPath, user: USER, password });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

function folderInUse(dataDir: string): AppError {
  return new AppError({
    code: 'demo.mariadb-in-use',
    message: `Another Taquilla process already runs its private MariaDB on the data folder ${dataDir}: stop it first.`,
  });
}
