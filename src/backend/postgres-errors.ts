import pg from 'pg';
import { AppError, toAppError } from '../kernel/errors.ts';

interface Classified {
  readonly kind: 'unavailable' | 'config' | 'conflict';
  readonly code: string;
  readonly message: string;
}

/** The server cannot be reached or is not ready: another try may succeed. */
const UNREACHABLE: Classified = {
  kind: 'unavailable',
  code: 'backend.unreachable',
  message: 'The PostgreSQL backend cannot be reached.',
};
/** The server refuses the user or the password of DATABASE_URL. */
const ACCESS_DENIED: Classified = {
  kind: 'config',
  code: 'backend.access-denied',
  message: 'The PostgreSQL backend refuses the user or the password in DATABASE_URL.',
};
/** The database of DATABASE_URL does not exist. */
const NO_DATABASE: Classified = {
  kind: 'config',
  code: 'backend.no-such-database',
  message: 'The database named in DATABASE_URL does not exist.',
};
/** A table is missing: `taquilla migrate` was not run. */
const NOT_MIGRATED: Classified = {
  kind: 'config',
  code: 'backend.not-migrated',
  message: 'The PostgreSQL backend lacks tables. Run: taquilla migrate',
};
/** The database user may not do what is needed. */
const NO_PERMISSION: Classified = {
  kind: 'config',
  code: 'backend.missing-permission',
  message: 'The user in DATABASE_URL may not do what Taquilla needs in this database.',
};
/** No space is left where PostgreSQL keeps its data. */
const DISK_FULL: Classified = {
  kind: 'unavailable',
  code: 'backend.disk-full',
  message: 'The PostgreSQL backend has no space left.',
};
/** Two transactions got in each other's way: another try succeeds. */
const CONTENTION: Classified = {
  kind: 'unavailable',
  code: 'backend.contention',
  message: 'Another transaction was in the way.',
};
/** A statement took longer than it may. */
const TOO_SLOW: Classified = {
  kind: 'unavailable',
  code: 'backend.statement-timeout',
  message: 'The PostgreSQL backend took too long to answer.',
};

const BY_SQLSTATE: Readonly<Record<string, Classified>> = {
  '28000': ACCESS_DENIED,
  '28P01': ACCESS_DENIED,
  '3D000': NO_DATABASE,
  '42P01': NOT_MIGRATED,
  '42703': NOT_MIGRATED,
  '42501': NO_PERMISSION,
  '53100': DISK_FULL,
  '40001': CONTENTION,
  '40P01': CONTENTION,
  '55P03': CONTENTION,
  '57014': TOO_SLOW,
};
/** Classes 08 (connection), 53 (resources) and 57P (shutting down, starting up). */
const UNREACHABLE_STATE = /^(08|53|57P)/;
const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ENOENT',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);
/** What node-postgres says, without any code, when its connection is gone or never came. */
const PG_CLIENT_MESSAGES: ReadonlySet<string> = new Set([
  'Connection terminated unexpectedly',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]);

/** A driver's error as ours; an error of ours or of nobody passes through `toAppError`. */
export function fromPostgres(thrown: unknown): AppError {
  const found = classify(thrown);
  if (found === undefined) return toAppError(thrown);
  return new AppError({ ...found, details: describe(thrown), cause: thrown });
}

function classify(thrown: unknown): Classified | undefined {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return undefined;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (thrown instanceof pg.DatabaseError) {
    return BY_SQLSTATE[code] ?? (UNREACHABLE_STATE.test(code) ? UNREACHABLE : undefined);
  }
  if (SOCKET_CODES.has(code) || PG_CLIENT_MESSAGES.has(thrown.message)) return UNREACHABLE;
  return undefined;
}

function describe(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return {};
  const code = 'code' in thrown ? thrown.code : undefined;
  return { told: thrown.message, sqlState: code };
}

/** Does this error, or what caused it, say that a row of this unique constraint is already there? */
export function isUniqueViolation(thrown: unknown, constraint: string): boolean {
  const error = thrown instanceof AppError ? thrown.cause : thrown;
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}
