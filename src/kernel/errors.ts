import { readFileSync } from 'node:fs';
import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.ts';
import type { ErrorKind } from './error-kinds.ts';

/** The number of files for the program's modules and for the connections of a process with few requests. */
const FEWEST_OPEN_FILES = 256;

/** Read at the start, because a process that has no free file left could not read it later. */
const OPEN_FILE_LIMIT = readOpenFileLimit();

const RAISE_FILES =
  'Raise the limit: ulimit -n in a shell, LimitNOFILE= for systemd, ulimits.nofile for Docker; 65536 is usual.';

interface AppErrorInput {
  /** A stable code that people can search for: `store.unreachable`. The catalogue has its kind. */
  readonly code: ErrorCode;
  /**
   * One sentence that names its object: host, port, file or variable. It contains no SQL, no buyer and no
   * secret.
   */
  readonly message: string;
  /**
   * The sentence for readers who may not know hosts and names of the installation. Absent means the message.
   */
  readonly brief?: string;
  /** Details for logs and operators, such as SQL states and values. They never contain a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The only error class. Code decides by the kind, and people search for the code. Drivers' errors are
 * classified only in `*-errors.ts` files, by errno or SQLSTATE, never by their sentence.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly brief: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(input: AppErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.kind = ERROR_CATALOGUE[input.code].kind;
    this.code = input.code;
    this.brief = input.brief ?? input.message;
    this.details = input.details ?? {};
  }
}

/** An unclassified error is a bug: it raises an alert and is not retried. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return aborted(thrown);
  if (isOutOfFiles(thrown)) return tooManyFiles(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError({
    code: 'internal.unclassified',
    message:
      'An error occurred that Taquilla does not know. This is a defect: please report it with the log.',
    details: { thrown: message },
    cause: thrown,
  });
}

/** The process or the machine has reached its limit of files, programs or connections. */
export function isOutOfFiles(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'EMFILE' || thrown.code === 'ENFILE')
  );
}

function tooManyFiles(cause: unknown): AppError {
  const limit = OPEN_FILE_LIMIT;
  return new AppError({
    code: 'machine.too-many-open-files',
    message: `This process cannot open another file or connection${limit === null ? '' : `: it may have ${limit} open at once`}. ${RAISE_FILES}`,
    cause,
  });
}

/** @throws config `machine.open-files-limit` */
export function requireOpenFiles(): void {
  const limit = OPEN_FILE_LIMIT;
  if (limit === null || limit >= FEWEST_OPEN_FILES) return;
  throw new AppError({
    code: 'machine.open-files-limit',
    message: `This process may have ${limit} files and connections open at once, and Taquilla needs ${FEWEST_OPEN_FILES} or more. ${RAISE_FILES}`,
  });
}

/** The process was asked to stop. The work is given back and does not count as a failure. */
export function aborted(cause?: unknown): AppError {
  return new AppError({
    code: 'execution.stopped',
    message: 'Stopped on request.',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw aborted(signal.reason);
}

/** Makes a switch exhaustive, so that the compiler reports a missing case. */
export function assertNever(value: never): never {
  throw new AppError({
    code: 'internal.unexpected-value',
    message: 'A value arrived that the program does not know.',
    details: { value: String(value) },
  });
}

/**
 * How many files and connections this process may have open at once. Null if the system sets no limit or does
 * not report it.
 */
function readOpenFileLimit(): number | null {
  try {
    const [, most] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return most === undefined ? null : Number(most);
  } catch {
    return null;
  }
}
