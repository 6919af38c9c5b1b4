/** The kind of an error decides retry, HTTP status and exit code; the code is what people search for. */
export type ErrorKind =
  | 'unavailable'
  | 'config'
  | 'rejected'
  | 'conflict'
  | 'invalid'
  | 'denied'
  | 'missing'
  | 'aborted'
  | 'bug';

interface KindRule {
  /** May the same attempt succeed later without anybody changing anything? */
  readonly retry: boolean;
  /** null: never answers a request by itself. */
  readonly httpStatus: number | null;
  /** Process exit code, after BSD sysexits. */
  readonly exitCode: number;
}

/** What each kind means to the worker, to HTTP and to the command line. They read it and add no rules. */
export const ERROR_KINDS: Readonly<Record<ErrorKind, KindRule>> = {
  unavailable: { retry: true, httpStatus: 503, exitCode: 75 },
  config: { retry: false, httpStatus: 422, exitCode: 78 },
  rejected: { retry: false, httpStatus: null, exitCode: 65 },
  conflict: { retry: false, httpStatus: 409, exitCode: 75 },
  invalid: { retry: false, httpStatus: 400, exitCode: 64 },
  denied: { retry: false, httpStatus: 403, exitCode: 77 },
  missing: { retry: false, httpStatus: 404, exitCode: 66 },
  aborted: { retry: false, httpStatus: null, exitCode: 130 },
  bug: { retry: false, httpStatus: 500, exitCode: 70 },
};

/**
 * What a code means in general: the message of an error names its object, and this leaves it open or in braces, as
 * `{eventName}`. Advice is Markdown for `docs/errors.md`, with links as on that page, and writes a command as
 * `{taquilla} migrate`.
 */
export interface Notice {
  readonly en: string;
  readonly es: string;
  readonly adviceEn?: string;
  readonly adviceEs?: string;
}

/** All that is known of an error by its code alone. */
export interface ErrorEntry extends Notice {
  readonly kind: ErrorKind;
  /** Absent: the status of the kind. */
  readonly httpStatus?: number;
  /** Absent: the exit code of the kind. */
  readonly exitCode?: number;
}
