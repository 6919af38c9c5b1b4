import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The folder that Linux keeps in memory. */
const MEMORY = '/dev/shm';
/** Twice the space that a whole run takes at most. */
const ROOM = 8 * 1024 ** 3;

/**
 * The folder for the files of servers that run during a test. It is in memory if there is enough room and
 * programs may be started there, and otherwise among the temporary files. Creating databases costs the disk
 * more than everything else that tests do.
 *
 * @returns {Promise<string>}
 */
export async function quickFolder() {
  if (process.env.TMPDIR !== undefined) return tmpdir();
  try {
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > ROOM && (await startsPrograms(MEMORY)) ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/**
 * In containers, programs often cannot be started there, and PostgreSQL's programs are unpacked next to its
 * data.
 */
async function startsPrograms(place) {
  const folder = await mkdtemp(join(place, 'taquilla-'));
  try {
    const program = join(folder, 'true');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o700);
    return await promisify(execFile)(program).then(
      () => true,
      () => false,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
