import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../kernel/errors.ts';
import { makeDraftFolder } from '../../platform/draft-folder.ts';
import { endsWithUs } from '../../platform/ends-with-us.ts';
import { errnoOf } from '../../platform/folder-error.ts';
import { endLeftOver } from '../../platform/left-over.ts';
import type { ServerUser } from '../../platform/server-user.ts';
import type { MARIADB_TOOL } from './mariadb-tool.ts';
import type { FoundTool } from './tool.ts';

export type MariadbTool = FoundTool<keyof typeof MARIADB_TOOL.programs>;

const LEFT_OVER_PATIENCE_MS = 20_000;

/** The server gets none of our environment variables. Its installer is a shell script and needs a PATH. */
export function mariadbEnv(tool: MariadbTool): Readonly<Record<string, string>> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', ...tool.env };
}

/** Options with the folders of an unpacked MariaDB, which was built for /usr. */
export function installArgs(tool: MariadbTool): readonly string[] {
  if (tool.root === null) return [];
  const base = dirname(dirname(tool.programs.server));
  return [`--basedir=${base}`, `--lc-messages-dir=${join(base, 'share', 'mysql')}`];
}

/**
 * Creates the database files on first use, in a draft folder that is then renamed, so that a folder named
 * `data` is always complete.
 *
 * @throws unavailable `demo.mariadb-install-failed`; errors of the file system, unclassified
 */
export async function makeMariadbData(
  folder: string,
  tool: MariadbTool,
  user: ServerUser | null,
): Promise<string> {
  const data = join(folder, 'data');
  if (await exists(join(data, 'mysql'))) return data;
  const draft = await makeDraftFolder(folder, 'data');
  if (user !== null) await chown(draft, user.uid, user.gid);
  const args = ['--no-defaults', ...installArgs(tool), `--datadir=${draft}`, `--tmpdir=${folder}`];
  const choice = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
  try {
    const options = { cwd: folder, env: mariadbEnv(tool), ...user };
    const [file = '', ...rest] = endsWithUs([tool.programs.installDb, ...args, ...choice], 'SIGKILL');
    await promisify(execFile)(file, rest, options);
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    throw new AppError({
      code: 'demo.mariadb-install-failed',
      message: 'The private MariaDB could not make its data folder.',
      details: { output },
      cause: error,
    });
  }
  await rename(draft, data);
  return data;
}

/** The password of the server's root user, created once. */
export async function rootPassword(folder: string): Promise<string> {
  const path = join(folder, 'root-password');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known !== '') return known;
  const made = randomBytes(18).toString('hex');
  await writeFile(path, made, { mode: 0o600 });
  return made;
}

/**
 * The SQL that the server runs before it listens, so that it never accepts a connection without a password.
 * Over TCP, root connects from 127.0.0.1, which is not the same as `localhost` for a server that resolves no
 * names.
 */
export async function writeInitFile(
  folder: string,
  password: string,
  user: ServerUser | null,
): Promise<string> {
  const path = join(folder, 'init.sql');
  // The server reads one statement on each line.
  const statements = ['localhost', '127.0.0.1'].flatMap((host) => [
    `CREATE OR REPLACE USER 'root'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO 'root'@'${host}' WITH GRANT OPTION;`,
  ]);
  await writeFile(path, `${statements.join('\n')}\n`, { mode: 0o600 });
  if (user !== null) await chown(path, user.uid, user.gid);
  return path;
}

/** Ends a server whose parent process was killed. */
export async function clearMariadbLeftOver(folder: string, signal: AbortSignal): Promise<void> {
  const path = join(folder, 'server.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  if (Number.isInteger(pid) && pid > 0)
    await endLeftOver(pid, folder, 'SIGTERM', LEFT_OVER_PATIENCE_MS, signal);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}
