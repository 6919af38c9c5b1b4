import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import { errnoOf, reasonOfFolder } from '../../platform/folder-error.ts';

/**
 * Writes a file that is complete or not there: it gets its name when all of it is on the disk. An older file of that
 * name stays until then. Only this user may read it, because it may contain buyers.
 *
 * @returns its bytes
 * @throws config `export.not-written`; aborted; what the source throws
 */
export async function deliverFile(
  file: string,
  pieces: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<number> {
  const written = async <T>(work: Promise<T>): Promise<T> =>
    await work.catch((error: unknown) => {
      throw notWritten(file, error);
    });
  const target = await realTarget(file);
  const found = await stat(target).catch(() => null);
  // A device or a pipe is written directly: renaming a file to its name would replace it.
  const isSpecial = found !== null && !found.isFile();
  const partial = isSpecial
    ? target
    : join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.partial`);
  const handle = await written(open(partial, isSpecial ? 'w' : 'wx', 0o600));
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      throwIfAborted(signal);
      await written(handle.writeFile(piece));
      bytes += piece.length;
    }
    throwIfAborted(signal);
    if (isSpecial) return bytes;
    await written(handle.sync());
    await handle.close();
    await written(rename(partial, target));
    return bytes;
  } finally {
    await handle.close().catch(() => undefined);
    if (!isSpecial) await rm(partial, { force: true });
  }
}

/** A link keeps leading to its file. */
async function realTarget(file: string): Promise<string> {
  return await realpath(file).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return resolve(file);
    throw notWritten(file, error);
  });
}

function notWritten(file: string, cause: unknown): AppError {
  return new AppError({
    code: 'export.not-written',
    message: `The file ${file} cannot be written (${reasonOfFolder(cause)}).`,
    details: { file },
    cause,
  });
}
