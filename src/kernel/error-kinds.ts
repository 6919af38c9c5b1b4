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
  /** Whether the same attempt may succeed later without a change by a person. */
  readonly retry: boolean;
  /** Null if such an error never answers a request by itself. */
  readonly httpStatus: number | null;
  /** The exit code of the process, as in BSD's sysexits. */
  readonly exitCode: number;
}

/**
 * The meaning of each kind for the worker, for HTTP and for the command line. They only read this table and add
 * no rules of their own.
 */
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
 * The general meaning of an error code. The message of an error names its object; here the object is left out,
 * or is in braces like `{eventName}`. Advice is Markdown for `docs/errors.md`, with links as on that page. It
 * writes a command as `{taquilla} migrate`.
 */
export interface Notice {
  readonly en: string;
  readonly es: string;
  readonly adviceEn?: string;
  readonly adviceEs?: string;
}

/** All that follows from the error code, whatever caused the error. */
export interface ErrorEntry extends Notice {
  readonly kind: ErrorKind;
  /** If absent, the HTTP status of the kind applies. */
  readonly httpStatus?: number;
  /** If absent, the exit code of the kind applies. */
  readonly exitCode?: number;
}
