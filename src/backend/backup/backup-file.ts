import { createReadStream } from 'node:fs';
import { access, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { AppError } from '../../kernel/errors.ts';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { errnoOf, reasonOfFile, reasonOfFolder } from '../../platform/folder-error.ts';
import { EntryReader } from './entries.ts';
import { openStream, sealStream } from './sealed-stream.ts';

const SAYS = BACKUP_SENTENCES;
/** The errors of exFAT, vfat and Windows shares for a hard link. */
const WITHOUT_LINKS = new Set(['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'ENOSYS']);
/** The errors of a folder that this user may only write to, or of a disk that cannot be flushed. */
const WITHOUT_FOLDER_SYNC = new Set(['EACCES', 'EINVAL', 'EOPNOTSUPP', 'ENOTSUP']);
export interface Sealed {
  readonly file: string;
  readonly passphrase: string;
}

/**
 * Writes a backup, compressed and encrypted. The file gets its name only when it is complete and on the disk;
 * until then it has a temporary one. Existing files are never changed.
 *
 * @throws invalid `backup.file-exists`; config `backup.not-written`; what the source throws; aborted
 */
export async function writeBackupFile(
  { file, passphrase }: Sealed,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<{ readonly bytes: number }> {
  await refuseExisting(file);
  const partial = `${file}.partial`;
  const handle = await open(partial, 'wx', 0o600).catch((error: unknown) => {
    throw errnoOf(error) === 'EEXIST'
      ? errorOf(SAYS.partialThere, { file: partial })
      : notWritten(file, error);
  });
  let bytes = 0;
  try {
    const zipped = createGzip({ level: constants.Z_BEST_SPEED });
    const write = async (sealed: AsyncIterable<Buffer>): Promise<void> => {
      for await (const piece of sealed) {
        await writeAll(handle, piece, file);
        bytes += piece.length;
      }
    };
    await pipeline(source, zipped, (plain) => sealStream(plain, passphrase), write, { signal });
    try {
      await handle.sync();
      await handle.close();
      await giveName(partial, file);
      await syncFolder(dirname(file));
    } catch (error) {
      throw errnoOf(error) === 'EEXIST' ? errorOf(SAYS.fileThere, { file }) : notWritten(file, error);
    }
    return { bytes };
  } finally {
    await handle.close().catch(() => undefined);
    await rm(partial, { force: true });
  }
}

/** A file that appeared meanwhile is kept; a rename alone would replace it. */
async function giveName(partial: string, file: string): Promise<void> {
  try {
    await link(partial, file);
  } catch (error) {
    if (!WITHOUT_LINKS.has(errnoOf(error) ?? '')) throw error;
    const reserved = await open(file, 'wx', 0o600);
    await reserved.close();
    await rename(partial, file).catch(async (cause: unknown) => {
      await rm(file, { force: true });
      throw cause;
    });
  }
}

/** @throws invalid `backup.file-exists` */
export async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw errorOf(SAYS.fileThere, { file });
}

/**
 * Reads a backup to its end; `use` takes the entries one by one, up to the last. `onBytes` receives how much of
 * the file was read, and the length of the file.
 *
 * @throws config `backup.not-readable`; invalid `backup.foreign-file`, `backup.damaged`; denied
 *   `backup.wrong-passphrase`; what `use` throws; aborted
 */
export async function readBackupFile<T>(
  { file, passphrase }: Sealed,
  use: (entries: EntryReader) => Promise<T>,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (read: number, of: number) => void },
): Promise<T> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw notRead(file, error);
  });
  let result: { readonly value: T } | null = null;
  const opened = async function* (): AsyncGenerator<Buffer> {
    yield* openStream(counted(file, size, onBytes), passphrase, file);
  };
  await pipeline(
    opened,
    createGunzip(),
    async (plain: AsyncIterable<Buffer>) => {
      result = { value: await use(new EntryReader(plain, file)) };
    },
    { signal },
  ).catch((error: unknown) => {
    // By now the whole backup was read and used, so a signal to stop has no effect.
    if (result !== null) return;
    // Data that passed authentication but is not gzip data was never a backup.
    throw errnoOf(error)?.startsWith('Z_') === true
      ? errorOf(SAYS.altered, { file }, { cause: error })
      : error;
  });
  if (result === null) throw new Error('a backup was read to its end without a result');
  return (result as { readonly value: T }).value;
}

async function* counted(
  file: string,
  size: number,
  onBytes: (read: number, of: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      const bytes: Buffer = piece;
      read += bytes.length;
      onBytes(read, size);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof AppError ? error : notRead(file, error);
  }
}

async function writeAll(
  handle: Awaited<ReturnType<typeof open>>,
  piece: Buffer,
  file: string,
): Promise<void> {
  try {
    for (let at = 0; at < piece.length; ) {
      const { bytesWritten } = await handle.write(piece, at);
      at += bytesWritten;
    }
  } catch (error) {
    throw notWritten(file, error);
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!WITHOUT_FOLDER_SYNC.has(errnoOf(error) ?? '')) throw error;
  }
}

function notWritten(file: string, error: unknown): AppError {
  return errorOf(SAYS.notWritten, { file, reason: reasonOfFolder(error) }, { cause: error });
}

function notRead(file: string, error: unknown): AppError {
  return errorOf(SAYS.notRead, { file, reason: reasonOfFile(error) }, { cause: error });
}
