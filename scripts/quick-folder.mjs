import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** Twice what a whole run takes at most. */
const ROOM = 8 * 1024 ** 3;

/**
 * Where servers that live for a test keep their files: in memory if it has the room and lets programs start, else
 * where temporary files lie. Creating databases costs the disk more than all else that tests do.
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

/** Containers mount it so that nothing in it can be started; PostgreSQL's programs are unpacked beside its data. */
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
