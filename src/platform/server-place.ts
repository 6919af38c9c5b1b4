import { randomBytes } from 'node:crypto';
import { chmod, link, lstat, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { errnoOf, folderError } from './folder-error.ts';
import { lockFolder } from './folder-lock.ts';
import { makeFolders } from './make-folders.ts';
import type { ServerUser } from './server-user.ts';
import { socketFolderOf } from './socket-folder.ts';

/** Where private servers store their data and programs. */
export interface ServerPlace {
  readonly root: string;
  /** The user who runs the server; null means the present user. */
  readonly user: ServerUser | null;
}

// PostgreSQL refuses to run as root. Any number works, because no account is created. This one is at the end of
// the range for people's accounts, and below those that systemd assigns.
const SERVER_ID = 59_911;
const OUTSIDE = '/var/lib/taquilla';
const OUTSIDE_FORM = /^\/var\/lib\/taquilla\/[0-9a-f]{16}$/;
const POINTER = 'server-place';
/** The folders that are created inside a place. Nothing else in it is ever removed. */
const SERVER_FOLDERS = ['postgres', 'mariadb', 'programs', 'tools'] as const;

/**
 * The folder for the binaries, data and sockets of the servers that belong to `dataDir`, created on first use.
 *
 * For a plain user it is `dataDir` itself. If Taquilla runs as root, its servers run under another uid, which
 * often cannot enter `dataDir` (a checkout in /root with mode 0700). Then it is a separate folder in /var/lib,
 * whose name is stored in `dataDir`. It is not in /tmp or /var/tmp, because others could create it there first,
 * and because clean-up programs delete old files there, even those of a running database.
 *
 * @throws config `machine.folder-not-writable`, `machine.disk-full`, `machine.place-gone`
 */
export async function openServerPlace(dataDir: string): Promise<ServerPlace> {
  try {
    await makeFolders(dataDir, 0o711);
    const real = await realpath(dataDir);
    if (process.getuid?.() !== 0) return { root: real, user: null };
    const user = await serverUserFor(real);
    if (await othersCanEnter(dirname(real))) {
      await chmod(real, (await stat(real)).mode | 0o111);
      return { root: real, user };
    }
    return { root: await outsidePlace(real), user };
  } catch (error) {
    throw await folderError(error, dataDir);
  }
}

/**
 * Removes everything that the servers of `dataDir` own, wherever it is, and `dataDir` itself if nothing else is
 * left in it.
 *
 * @throws conflict `machine.folder-in-use`: a server still runs on it
 */
export async function removeServerPlace(dataDir: string): Promise<void> {
  try {
    await lstat(dataDir);
  } catch {
    return;
  }
  const { root } = await openServerPlace(dataDir);
  for (const name of SERVER_FOLDERS) {
    const folder = join(root, name);
    const sockets = socketFolderOf(folder);
    try {
      await lstat(sockets);
    } catch {
      continue;
    }
    const lock = await lockFolder(sockets, () => inUse(dataDir));
    await lock.release();
    await rm(sockets, { recursive: true, force: true });
  }
  for (const name of SERVER_FOLDERS) await rm(join(root, name), { recursive: true, force: true });
  await rm(join(dataDir, POINTER), { force: true });
  for (const folder of new Set([root, dataDir])) await removeIfEmpty(folder);
  if (OUTSIDE_FORM.test(root)) await removeIfEmpty(OUTSIDE);
}

function inUse(dataDir: string): AppError {
  return new AppError({
    code: 'machine.folder-in-use',
    message: `Taquilla still runs on the data folder ${dataDir}: stop it first.`,
  });
}

/**
 * A data folder that belongs to a plain user continues to belong to that user, who can then continue without
 * root.
 */
async function serverUserFor(dataDir: string): Promise<ServerUser> {
  const { uid, gid } = await stat(dataDir);
  return uid === 0 ? { uid: SERVER_ID, gid: SERVER_ID } : { uid, gid };
}

async function othersCanEnter(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function outsidePlace(dataDir: string): Promise<string> {
  const pointer = join(dataDir, POINTER);
  const known = await readPointer(pointer);
  if (known !== null) return await checkedPlace(known);
  const made = join(OUTSIDE, randomBytes(8).toString('hex'));
  await makeFolders(made);
  for (const folder of [OUTSIDE, made]) await chmod(folder, 0o711);
  const draft = `${pointer}.${process.pid}`;
  await writeFile(draft, `${made}\n`, { mode: 0o600 });
  try {
    // A link instead of a rename: if two processes start at once, the place of the first one is used.
    await link(draft, pointer);
    return made;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    await rmdir(made);
    return await outsidePlace(dataDir);
  } finally {
    await rm(draft, { force: true });
  }
}

async function readPointer(pointer: string): Promise<string | null> {
  try {
    return (await readFile(pointer, 'utf8')).trim();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The name comes from a file, so a folder counts as ours only if root owns it and its name has our form. */
async function checkedPlace(path: string): Promise<string> {
  const found = OUTSIDE_FORM.test(path) ? await lstat(path).catch(() => null) : null;
  if (found?.isDirectory() === true && found.uid === 0) return path;
  throw new AppError({
    code: 'machine.place-gone',
    message: `The folder with this data folder's databases is gone or not Taquilla's. To start over, delete the file "${POINTER}" in the data folder.`,
    details: { dataDirPointer: path },
  });
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error;
  }
}
