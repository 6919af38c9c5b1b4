import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openServerPlace, removeServerPlace } from '../../platform/server-place.ts';
import type { ServerUser } from '../../platform/server-user.ts';

/** The folder of fetched programs, and the user who runs private servers and can run the programs there. */
export async function toolsPlace(dataDir: string): Promise<{ toolsDir: string; user: ServerUser | null }> {
  const { root, user } = await openServerPlace(dataDir);
  return { toolsDir: join(root, 'tools'), user };
}

/**
 * Removes whole data folders with the servers that run in them and their files in other places. Returns the
 * folders that existed.
 *
 * @throws conflict `machine.folder-in-use`
 */
export async function removeDataFolders(dataDirs: readonly string[]): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const dataDir of dataDirs) {
    if (!(await exists(dataDir))) continue;
    await removeServerPlace(dataDir);
    await rm(dataDir, { recursive: true, force: true });
    removed.push(dataDir);
  }
  return removed;
}

/** Removes only fetched programs, because a backend in the same folder may contain real data. */
export async function removeTools(dataDir: string): Promise<readonly string[]> {
  if (!(await exists(dataDir))) return [];
  const { root } = await openServerPlace(dataDir);
  const tools = join(root, 'tools');
  const found = await exists(tools);
  await rm(tools, { recursive: true, force: true });
  const servers = await Promise.all(
    ['postgres', 'mariadb'].map(async (name) => await exists(join(root, name))),
  );
  if (!servers.includes(true)) await removeServerPlace(dataDir);
  return found ? [tools] : [];
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
