import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from './folder-error.ts';

/**
 * Creates a folder with its missing parents. Node's own function never returns if the kernel reports a new
 * folder as missing, as below /proc, and a process in that loop ignores signals.
 *
 * @throws the errors of the file system, unclassified
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  const make = async (): Promise<void> => {
    try {
      await mkdir(path, { mode });
    } catch (error) {
      const found = await stat(path).catch(() => null);
      if (errnoOf(error) !== 'EEXIST' || found?.isDirectory() !== true) throw error;
    }
  };
  try {
    await make();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    await makeFolders(dirname(path), mode);
    await make();
  }
}
