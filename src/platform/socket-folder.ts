import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { makeServerFolder, type ServerUser } from './server-user.ts';

// A socket's whole path may have 107 bytes on Linux, 103 on macOS; the longest name put into the folder is
// PostgreSQL's lock, `.s.PGSQL.5432.lock`.
const LONGEST_PATH_BYTES = 103;
const LONGEST_NAME_BYTES = '/.s.PGSQL.5432.lock'.length;

/**
 * Where the sockets of a server's folder lie: inside it, or, where that would be too long for a socket, in
 * /tmp under a name that follows from the folder's path.
 */
export function socketFolderOf(serverFolder: string): string {
  const inside = join(serverFolder, 'run');
  if (Buffer.byteLength(inside) + LONGEST_NAME_BYTES <= LONGEST_PATH_BYTES) return inside;
  const mark = createHash('sha256').update(serverFolder).digest('hex').slice(0, 24);
  return `/tmp/taquilla-${mark}`;
}

/**
 * Makes the folder and makes sure that it is ours: in /tmp another user could have made it before us and would
 * then own the way to the database.
 * @throws config `machine.socket-folder-taken`
 */
export async function makeSocketFolder(serverFolder: string, user: ServerUser | null): Promise<string> {
  const folder = socketFolderOf(serverFolder);
  await makeServerFolder(folder, user);
  const found = await lstat(folder);
  const owner = user?.uid ?? process.getuid?.();
  if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return folder;
  throw new AppError({
    code: 'machine.socket-folder-taken',
    message: `The folder ${folder} belongs to somebody else: remove it, or use a data folder with a shorter path.`,
  });
}
