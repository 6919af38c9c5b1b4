import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../kernel/errors.ts';
import { endsWithUs } from '../../platform/ends-with-us.ts';
import { giveTree, type ServerUser } from '../../platform/server-user.ts';
import type { PostgresBinaries } from './binaries.ts';

export const SUPERUSER = 'taquilla';
/**
 * PostgreSQL gets every setting as an argument, and none of our environment variables (PGDATA, PGOPTIONS …).
 */
export const POSTGRES_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C' } as const;

const run = promisify(execFile);

/**
 * Runs initdb on an empty folder of ours.
 *
 * Unlike the server, initdb requires that the user who runs it has an account. If Taquilla runs as root, initdb
 * runs as a user without rights. If it runs under a user id without an account, as in many containers, initdb
 * gets a user namespace in which that id has one, if the machine allows this.
 *
 * @throws config `backend.no-account`; unavailable `backend.initdb-failed`
 */
export async function runInitdb(
  folder: string,
  binaries: PostgresBinaries,
  user: ServerUser | null,
): Promise<void> {
  // The builtin provider, because a small machine has no locale except C.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // `trust` is safe: the socket is in a folder that only its owner and root can enter, and there is no TCP
  // port.
  const access = [`--username=${SUPERUSER}`, '--auth=trust'];
  const program = [join(binaries.folder, 'bin', 'initdb'), '-D', folder, ...locale, ...access];
  const initdb = endsWithUs(program, 'SIGKILL');
  try {
    if (user !== null) {
      const plainUser = await plainUserId();
      await giveTree(folder, plainUser);
      await runIn(folder, initdb, plainUser);
    } else if (hasAccount()) await runIn(folder, initdb, null);
    else await runIn(folder, [...asPlainUser(await plainUserId()), ...initdb], null);
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw user === null && !hasAccount() ? noAccount(output, error) : initdbFailed(output, error);
  }
}

async function runIn(
  folder: string,
  [file = '', ...args]: readonly string[],
  user: ServerUser | null,
): Promise<void> {
  await run(file, args, { cwd: folder, env: POSTGRES_ENV, ...user });
}

async function plainUserId(): Promise<ServerUser> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, 'nobody'])));
  return { uid: Number(uid?.stdout) | 0, gid: Number(gid?.stdout) | 0 };
}

function asPlainUser({ uid, gid }: ServerUser): readonly string[] {
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
}

function hasAccount(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function noAccount(output: string, cause: unknown): AppError {
  return new AppError({
    code: 'backend.no-account',
    message:
      'The bundled PostgreSQL needs a user with an account, and the user id we run as has none: run as a user of this machine, or name a server in DATABASE_URL.',
    details: { output: output },
    cause,
  });
}

function initdbFailed(output: string, cause: unknown): AppError {
  return new AppError({
    code: 'backend.initdb-failed',
    message: 'The bundled PostgreSQL could not make its data folder.',
    details: { output: output },
    cause,
  });
}
