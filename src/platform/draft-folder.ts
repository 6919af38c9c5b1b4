import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A new empty folder in which something is made before a rename puts it in place. Drafts that killed processes
 * left are removed, as far as they can be: a program that outlived its keeper may still be writing to one.
 * Call it under the lock of what is made.
 */
export async function makeDraftFolder(parent: string, name: string): Promise<string> {
  const start = `${name}.draft-`;
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(start)) continue;
    // what cannot be removed now is removed next time
    await rm(join(parent, entry), { recursive: true, force: true }).catch(() => undefined);
  }
  return await mkdtemp(join(parent, start));
}
