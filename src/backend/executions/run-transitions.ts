import { AppError } from '../../kernel/errors.ts';
import type { ExecutionDepth } from '../../vocabulary/depths.ts';
import type { CountedKind, Counts, SyncPhase, Verification } from '../../vocabulary/sync-report.ts';
import { queryRows, type Transaction } from '../database.ts';
import { allows, isFinal, statusAfter, TRANSITIONS } from './transitions.ts';

/** The transitions that end an attempt because its worker ended it or vanished. */

/** The findings of an attempt that are stored with its execution. */
export interface RunResult {
  readonly depth: ExecutionDepth | null;
  readonly proofScope: 'touched' | 'whole' | null;
  readonly wholeProvedAt: Date | null;
  readonly newestChangeAt: Date | null;
  readonly verification: Verification | null;
  readonly eventId: string | null;
  readonly counts: Readonly<Record<CountedKind, Counts>>;
  readonly timingsMs: Readonly<Record<SyncPhase | 'total', number>>;
  readonly unmappedStatuses: readonly string[];
  readonly warnings: readonly string[];
  readonly error: AppError | null;
}

export async function succeed(tx: Transaction, id: string, result: RunResult, now: Date): Promise<boolean> {
  return await leaveRunning(tx, 'succeed', id, result, { now });
}

export async function fail(tx: Transaction, id: string, result: RunResult, now: Date): Promise<boolean> {
  return await leaveRunning(tx, 'fail', id, result, { now, failedAt: now, counted: true });
}

/** Ends an execution whose worker was asked to stop. */
export async function stop(tx: Transaction, id: string, result: RunResult, now: Date): Promise<boolean> {
  return await leaveRunning(tx, 'stop', id, result, { now });
}

/** @param next `counted` is true if the retry counts against the execution's limit */
export async function retry(
  tx: Transaction,
  id: string,
  result: RunResult,
  next: { readonly nextAttemptAt: Date; readonly counted: boolean },
  now: Date,
): Promise<boolean> {
  return await leaveRunning(tx, 'retry', id, result, { now, failedAt: now, ...next });
}

/** Gives an execution back because its process must stop; another process continues it. */
export async function giveBack(
  tx: Transaction,
  id: string,
  result: RunResult,
  nextAttemptAt: Date,
  now: Date,
): Promise<boolean> {
  return await leaveRunning(tx, 'give-back', id, result, { now, nextAttemptAt });
}

interface Leaving {
  readonly now: Date;
  readonly failedAt?: Date;
  readonly nextAttemptAt?: Date;
  /** true if it counts as a failed attempt. */
  readonly counted?: boolean;
}

async function leaveRunning(
  tx: Transaction,
  event: 'succeed' | 'fail' | 'stop' | 'retry' | 'give-back',
  id: string,
  result: RunResult,
  { now, failedAt, nextAttemptAt, counted = false }: Leaving,
): Promise<boolean> {
  const after = TRANSITIONS.running[event];
  const { error } = result;
  const rows = await queryRows(
    tx,
    `update sync_executions set status = ${statusAfter(event)}, verification = $2, event_id = coalesce($3, event_id),
       counts = $4, timings_ms = $5, unmapped_statuses = $6, warnings = $7, error_code = $8, error_message = $9,
       error_kind = $10, failed_attempts = failed_attempts + $11, next_attempt_at = $12, finished_at = $13,
       depth = $14, proof_scope = $15, whole_proved_at = $16, newest_change_at = $17,
       first_failed_at = coalesce(first_failed_at, $18), updated_at = now()
     where id = $1 and ${allows(event)} returning id`,
    [
      id,
      result.verification,
      result.eventId,
      JSON.stringify(result.counts),
      JSON.stringify(result.timingsMs),
      JSON.stringify(result.unmappedStatuses),
      JSON.stringify(result.warnings),
      error?.code ?? null,
      error?.message ?? null,
      error?.kind ?? null,
      counted ? 1 : 0,
      nextAttemptAt ?? null,
      after !== undefined && isFinal(after) ? now : null,
      result.depth,
      result.proofScope,
      result.wholeProvedAt,
      result.newestChangeAt,
      failedAt ?? null,
    ],
  );
  return rows.length > 0;
}

/** The worker vanished, and another one may start the execution at once. */
export async function lapse(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const rows = await queryRows(
    tx,
    `update sync_executions set status = ${statusAfter('lapse')}, takeovers = takeovers + 1, next_attempt_at = $2,
       dispatched_at = null, updated_at = now()
     where id = $1 and ${allows('lapse')} returning id`,
    [id, now],
  );
  return rows.length > 0;
}

/** The worker vanished, and the execution must not be repeated. */
export async function lose(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const error = new AppError({ code: 'execution.worker-lost', message: VANISHED });
  return await endVanished(tx, 'lose', id, error, now);
}

/** The worker vanished after it was asked to stop. */
export async function abandon(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return await endVanished(tx, 'abandon', id, null, now);
}

const VANISHED = 'The process that ran this execution vanished.';

async function endVanished(
  tx: Transaction,
  event: 'lose' | 'abandon',
  id: string,
  error: AppError | null,
  now: Date,
): Promise<boolean> {
  const rows = await queryRows(
    tx,
    `update sync_executions set status = ${statusAfter(event)}, error_kind = $2, error_code = $3, error_message = $4,
       next_attempt_at = null, finished_at = $5, updated_at = now()
     where id = $1 and ${allows(event)} returning id`,
    [id, error?.kind ?? null, error?.code ?? null, error?.message ?? null, now],
  );
  return rows.length > 0;
}
