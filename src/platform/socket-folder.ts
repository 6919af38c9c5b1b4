import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { makeServerFolder, type ServerUser } from './server-user.ts';

// The whole path of a socket may have 107 bytes on Linux and 103 on macOS. The longest name that is put into
// the folder is PostgreSQL's lock, `.s.PGSQL.5432.lock`.
const LONGEST_PATH_BYTES = 103;
const LONGEST_NAME_BYTES = '/.s.PGSQL.5432.lock'.length;

/**
 * The folder for the sockets of a server: inside the server's own folder or, if that path is too long for a
 * socket, in /tmp under a name that is derived from the folder's path.
 */
export function socketFolderOf(serverFolder: string): string {
  const inside = join(serverFolder, 'run');
  if (Buffer.byteLength(inside) + LONGEST_NAME_BYTES <= LONGEST_PATH_BYTES) return inside;
  const mark = createHash('sha256').update(serverFolder).digest('hex').slice(0, 24);
  return `/tmp/taquilla-${mark}`;
}

/**
 * Creates the folder and checks that it is ours, because another user could have created it in /tmp before us
 * and would then control the connection to the database.
 *
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
