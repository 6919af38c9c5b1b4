import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { makeDraftFolder } from '../../platform/draft-folder.ts';
import { errnoOf } from '../../platform/folder-error.ts';
import { endLeftOver } from '../../platform/left-over.ts';
import type { ServerPlace } from '../../platform/server-place.ts';
import { giveTree, makeOpenFolder } from '../../platform/server-user.ts';
import type { PostgresBinaries } from './binaries.ts';
import { runInitdb } from './initdb.ts';

const LEFT_OVER_PATIENCE_MS = 20_000;

export function dataFolderOf({ root }: ServerPlace): string {
  return join(root, 'postgres', 'data');
}

/** Separates the name of a replaced file or folder from the time of the restore that replaced it. */
export const SET_ASIDE = '.before-';

/**
 * Creates the database files on first use. They are created elsewhere and renamed into place, so that a
 * folder named `data` is always complete, even if the process was killed.
 *
 * @throws config `backend.data-of-other-version`, `backend.data-set-aside`, `backend.no-account`;
 *   unavailable `backend.initdb-failed`; errors of the file system, unclassified
 */
export async function makeDataFolder(place: ServerPlace, binaries: PostgresBinaries): Promise<string> {
  const data = dataFolderOf(place);
  const version = await readIfThere(join(data, 'PG_VERSION'));
  if (version === null) {
    await refuseSetAside(data);
    await initialise(place, binaries, data);
  }
  if (version !== null && version.trim() !== binaries.major) {
    throw otherVersion(version.trim(), binaries.major);
  }
  return data;
}

/**
 * A restore that was killed between its two renames leaves no data folder; a new, empty one must not replace
 * it.
 */
async function refuseSetAside(data: string): Promise<void> {
  const names = (await readdir(dirname(data))).filter((name) =>
    name.startsWith(`${basename(data)}${SET_ASIDE}`),
  );
  const last = names.sort().at(-1);
  if (last === undefined) return;
  throw new AppError({
    code: 'backend.data-set-aside',
    message: `There are no database files in ${data}, but a restore has set the former ones aside in ${join(dirname(data), last)}: it was interrupted. Run the restore again, or rename that folder to ${basename(data)} to continue with the previous data.`,
  });
}

/**
 * Cleans up after a process that was killed while it ran the server. It ends a postmaster that might still be
 * stopping, and removes a pid file whose number now belongs to another process, because PostgreSQL would refuse
 * to start.
 */
export async function clearLeftOver(data: string, signal: AbortSignal): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number.parseInt((await readIfThere(pidFile)) ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const isGone = await endLeftOver(pid, data, 'SIGINT', LEFT_OVER_PATIENCE_MS, signal);
  // The pid file of a dead process stays, because PostgreSQL uses it to find the shared memory to check.
  if (!isGone) await rm(pidFile, { force: true });
}

async function initialise(
  { root, user }: ServerPlace,
  binaries: PostgresBinaries,
  data: string,
): Promise<void> {
  // Beside the server's own folder, which the user who runs initdb may not be able to enter.
  const programs = join(root, 'programs');
  await makeOpenFolder(programs);
  const draft = await makeDraftFolder(programs, 'postgres-data');
  await runInitdb(draft, binaries, user);
  if (user !== null) await giveTree(draft, user);
  await rename(draft, data);
}

export function otherVersion(found: string, ours: string): AppError {
  return new AppError({
    code: 'backend.data-of-other-version',
    message: `The data folder was made by PostgreSQL ${found}, and the bundled one is ${ours}: restore a dump into a new data folder, or use the Taquilla that made it.`,
  });
}

export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
