import { AUTH_ERRORS } from './error-catalogue/auth.ts';
import { BACKEND_DATA_ERRORS } from './error-catalogue/backend-data.ts';
import { BACKEND_SERVER_ERRORS } from './error-catalogue/backend-server.ts';
import { BACKUP_ERRORS } from './error-catalogue/backup.ts';
import { CHECK_IN_ERRORS } from './error-catalogue/check-ins.ts';
import { USER_ERRORS } from './error-catalogue/command-line-and-users.ts';
import { CREDENTIALS_ERRORS } from './error-catalogue/credentials.ts';
import { DEFECTS, DEMO_ERRORS } from './error-catalogue/demo-and-defects.ts';
import { EXECUTION_ERRORS, ROW_ERRORS } from './error-catalogue/executions.ts';
import { HTTP_ERRORS } from './error-catalogue/http-requests.ts';
import { MACHINE_ERRORS } from './error-catalogue/machine.ts';
import { QUEUE_AND_ALERT_ERRORS } from './error-catalogue/queue-and-alerts.ts';
import { STORE_CONNECTION_ERRORS } from './error-catalogue/store-connection.ts';
import { STORE_DATA_ERRORS } from './error-catalogue/store-data.ts';
import { STORE_HOST_ERRORS } from './error-catalogue/store-hosts.ts';
import { ERROR_KINDS, type ErrorEntry } from './error-kinds.ts';

const ENTRIES = {
  ...BACKEND_SERVER_ERRORS,
  ...BACKEND_DATA_ERRORS,
  ...BACKUP_ERRORS,
  ...STORE_HOST_ERRORS,
  ...STORE_CONNECTION_ERRORS,
  ...STORE_DATA_ERRORS,
  ...CREDENTIALS_ERRORS,
  ...ROW_ERRORS,
  ...EXECUTION_ERRORS,
  ...QUEUE_AND_ALERT_ERRORS,
  ...CHECK_IN_ERRORS,
  ...MACHINE_ERRORS,
  ...HTTP_ERRORS,
  ...AUTH_ERRORS,
  ...USER_ERRORS,
  ...DEMO_ERRORS,
  ...DEFECTS,
} as const;

export type ErrorCode = keyof typeof ENTRIES;

/** Every error by its code. `npm run error-pages` writes the tables of `docs/errors.md` from it. */
export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorEntry>> = ENTRIES;

/**
 * Whether this version knows the code. Rows of older or newer versions may contain codes that it does not know.
 */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CATALOGUE, text);
}

/** The HTTP status of the error; null if it never answers a request by itself. */
export function httpStatusOf(code: ErrorCode): number | null {
  const { httpStatus, kind } = ERROR_CATALOGUE[code];
  return httpStatus ?? ERROR_KINDS[kind].httpStatus;
}

export function exitCodeOf(code: ErrorCode): number {
  const { exitCode, kind } = ERROR_CATALOGUE[code];
  return exitCode ?? ERROR_KINDS[kind].exitCode;
}
