import { chmod, chown, copyFile, mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from './make-folders.ts';

/** The user who runs a private server. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Creates a folder that belongs to the server's user alone. Null means the present user.
 *
 * @throws the errors of the file system, unclassified
 */
export async function makeServerFolder(path: string, user: ServerUser | null): Promise<void> {
  await makeFolders(path, 0o700);
  if (user === null) return;
  await chown(path, user.uid, user.gid);
}

/** Creates a folder that every user can enter, whatever our umask is. */
export async function makeOpenFolder(path: string): Promise<void> {
  await makeFolders(path);
  await chmod(path, 0o755);
}

/** Makes the server's user the owner of a folder and of everything in it. */
export async function giveTree(folder: string, user: ServerUser): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}

/**
 * Copies a folder and everything in it. Every user can read the copy, and can run what its owner can run,
 * whatever our umask is.
 */
export async function copyOpenTree(folder: string, copy: string): Promise<void> {
  await mkdir(copy);
  await chmod(copy, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const [from, to] = [join(folder, entry.name), join(copy, entry.name)];
    if (entry.isDirectory()) await copyOpenTree(from, to);
    else if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
    else {
      await copyFile(from, to);
      const { mode } = await stat(from);
      await chmod(to, (mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}
