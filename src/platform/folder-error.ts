import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, aborted, isOutOfFiles, toAppError } from '../kernel/errors.ts';

// The disk space that a server needs to start. If there is less, the disk is named as the cause, whatever the
// program reported.
const TOO_LITTLE_BYTES = 64 * 1024 * 1024;

export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'ENOENT: the file does not exist',
  EACCES: 'EACCES: this user may not read it',
  EPERM: 'EPERM: this user may not read it',
  EISDIR: 'EISDIR: it is a folder',
  ENOTDIR: 'ENOTDIR: a part of its path is no folder',
};

/** A few words about why a file cannot be read. */
export function reasonOfFile(error: unknown): string {
  const errno = errnoOf(error);
  return errno === null ? 'not readable' : (REASONS[errno] ?? errno);
}

const WRITE_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'ENOSPC: the disk is full',
  EDQUOT: 'EDQUOT: the disk has no room left for this user',
  EFBIG: 'EFBIG: the file would be too large',
  ENOENT: 'ENOENT: the folder does not exist',
};

const NOT_WRITABLE: Readonly<Record<string, string>> = {
  EACCES: 'EACCES: this user may not write there',
  EPERM: 'EPERM: this user may not write there',
  EROFS: 'EROFS: the disk is read-only',
  ENOTDIR: 'ENOTDIR: a part of its path is no folder',
  EEXIST: 'EEXIST: something else is in its place',
  ELOOP: 'ELOOP: its links lead in a circle',
  ENAMETOOLONG: 'ENAMETOOLONG: its path is too long',
};

/** A few words about why a file or a folder cannot be created or written. */
export function reasonOfFolder(error: unknown): string {
  return whyNotWritable(error) ?? WRITE_REASONS[errnoOf(error) ?? ''] ?? reasonOfFile(error);
}

/**
 * Explains an error in one of our folders to the operator. Programs report a full disk only as text, so the
 * disk itself is checked.
 */
export async function folderError(error: unknown, folder: string): Promise<AppError> {
  if (error instanceof AppError && error.kind !== 'unavailable') return error;
  if (error instanceof Error && error.name === 'AbortError') return aborted(error);
  if (isOutOfFiles(error)) return toAppError(error);
  const errno = errnoOf(error);
  const reason = whyNotWritable(error);
  if (reason !== undefined) {
    return new AppError({
      code: 'machine.folder-not-writable',
      message: `The data folder ${folder} cannot be made or written (${reason}): give it to the user who runs Taquilla, or name another in TAQUILLA_DATA_DIR.`,
      details: { folder },
      cause: error,
    });
  }
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || (await diskIsFull(folder))) {
    return new AppError({
      code: 'machine.disk-full',
      message: `The disk that holds the data folder ${folder} is full: make room, then start again.`,
      details: { folder },
      cause: error,
    });
  }
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError({
    code: 'machine.failed',
    message: `The private server in ${folder} could not be prepared: ${message}`,
    details: { folder, driverMessage: message },
    cause: error,
  });
}

function whyNotWritable(error: unknown): string | undefined {
  const errno = errnoOf(error) ?? '';
  const isMade = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
  // Missing parent folders are created, so this error means that the folder cannot be created.
  return errno === 'ENOENT' && isMade ? 'ENOENT: no folder can be created there' : NOT_WRITABLE[errno];
}

async function diskIsFull(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize < TOO_LITTLE_BYTES;
    } catch {
      if (at === dirname(at)) return false;
    }
  }
}
