import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Creates an empty folder for files that a rename then puts in place. Drafts of killed processes are removed if
 * possible, but a program that survived its process may still be writing to one. Call this only while holding
 * the lock of the final folder.
 */
export async function makeDraftFolder(parent: string, name: string): Promise<string> {
  const start = `${name}.draft-`;
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(start)) continue;
    // A draft that cannot be removed now is removed the next time.
    await rm(join(parent, entry), { recursive: true, force: true }).catch(() => undefined);
  }
  return await mkdtemp(join(parent, start));
}
