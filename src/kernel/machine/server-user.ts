import { chmod, chown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from './make-folders.ts';

/** Who a private server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Makes a folder that belongs to the server's user alone; null: to ourselves.
 * @throws the errors of the file system, unclassified
 */
export async function makeServerFolder(path: string, user: ServerUser | null): Promise<void> {
  await makeFolders(path, 0o700);
  if (user === null) return;
  await chown(path, user.uid, user.gid);
}

/** Makes a folder that every user can enter, whatever our umask. */
export async function makeOpenFolder(path: string): Promise<void> {
  await makeFolders(path);
  await chmod(path, 0o755);
}

/** Gives a folder and all that is in it to the server's user. */
export async function giveTree(folder: string, user: ServerUser): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}

/** Lets every user read a folder and all that is in it, and run what its owner can run, whatever our umask. */
export async function openTree(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, (mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
