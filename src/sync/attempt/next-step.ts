import type { NextStep } from '../../backend/executions/execution-end-records.ts';
import { ERROR_KINDS } from '../../kernel/error-kinds.ts';
import type { AppError } from '../../kernel/errors.ts';
import { backoffMs } from '../../kernel/time/backoff.ts';

/**
 * The longest wait for any number of retries. The dispatcher takes a longer one for a clock that was set back.
 */
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Codes which mean that our own backend accepts no changes now. The execution is tried every half minute until
 * it does, and loses no retry. Errors that a single statement may cause, such as a time limit, are not
 * included.
 */
const OF_THE_BACKEND: ReadonlySet<string> = new Set([
  'backend.unreachable',
  'backend.too-many-connections',
  'backend.read-only',
  'backend.disk-full',
]);

/** Whether the backend as a whole is the cause. */
export function isOfBackend({ code }: AppError): boolean {
  return OF_THE_BACKEND.has(code);
}

interface AttemptState {
  /** Attempts that failed before this one. */
  readonly failedAttempts: number;
  readonly maxRetries: number;
  /** Whether a person or a pause requested the end, rather than a process that must stop. */
  readonly stopIsWanted: boolean;
}

/**
 * Decides what happens to an execution after an attempt. It is retried after a wait, but only if a retry can
 * help. If a process gives the execution back because it must stop, another process starts it at once.
 *
 * @param chance 0 to 1, drawn by the caller
 */
export function nextStep(error: AppError | null, state: AttemptState, now: Date, chance: number): NextStep {
  if (error === null) return { kind: 'end' };
  if (error.kind === 'aborted') {
    return state.stopIsWanted ? { kind: 'end' } : { kind: 'give-back', nextAttemptAt: now };
  }
  if (!ERROR_KINDS[error.kind].retry) return { kind: 'end' };
  const counted = !isOfBackend(error);
  if (counted && state.failedAttempts >= state.maxRetries) return { kind: 'end' };
  const waitMs = backoffMs(counted ? state.failedAttempts + 1 : 1, chance, LONGEST_WAIT_MS);
  return { kind: 'retry', nextAttemptAt: new Date(now.getTime() + waitMs), counted };
}
