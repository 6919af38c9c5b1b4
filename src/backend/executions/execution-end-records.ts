import type { AppError } from '../../kernel/errors.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import type { CountedKind, Counts, SyncPhase, Verification } from '../../vocabulary/sync-report.ts';
import type { Transaction } from '../database.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';
import type { StartedExecution } from './execution-start-records.ts';
import { dropLease } from './lease-records.ts';

/** How an attempt ended, as it is kept. */
export interface AttemptEnd {
  readonly status: 'success' | 'failed' | 'cancelled';
  readonly depth: Depth | null;
  readonly proofScope: 'touched' | 'whole' | null;
  readonly wholeProvedAt: Date | null;
  readonly newestChangeAt: Date | null;
  readonly verification: Verification | null;
  readonly eventId: string | null;
  readonly ownReading: { readonly orders: number; readonly tickets: number };
  readonly counts: Readonly<Record<CountedKind, Counts>>;
  readonly timingsMs: Readonly<Record<SyncPhase | 'total', number>>;
  readonly unmappedStatuses: readonly string[];
  readonly warnings: readonly string[];
  readonly error: AppError | null;
}

/** What becomes of the execution: it is over, another attempt follows, or another worker goes on with it. */
export type NextStep =
  | { readonly kind: 'end' }
  /** `counted`: against the retries that the execution has. */
  | { readonly kind: 'retry'; readonly nextAttemptAt: Date; readonly counted: boolean }
  | { readonly kind: 'give-back'; readonly nextAttemptAt: Date };

/**
 * Holds the configuration until the transaction ends. Whoever ends an execution or pauses its configuration
 * comes by here first, so that the two do not wait for each other.
 */
export async function lockConfiguration(tx: Transaction, configurationId: string): Promise<void> {
  await tx.query('select from sync_configurations where id = $1 for no key update', [configurationId]);
}

/**
 * Ends an attempt whose lease is still held, and the execution with it or not; the configuration's counters
 * change in the same transaction. Call `lockConfiguration` first.
 */
export async function endAttempt(
  tx: Transaction,
  execution: StartedExecution,
  end: AttemptEnd,
  next: NextStep,
  now: Date,
): Promise<void> {
  const error = end.error;
  const retries = next.kind === 'retry' && next.counted ? 1 : 0;
  const over = next.kind === 'end';
  await tx.query(
    `update sync_executions set status = $2, verification = $3, event_id = coalesce($4, event_id), counts = $5, timings_ms = $6,
       unmapped_statuses = $7, warnings = $8, error_code = $9, error_message = $10,
       error_kind = $14, failed_attempts = failed_attempts + $11, next_attempt_at = $12, finished_at = $13,
       depth = $15, proof_scope = $16, whole_proved_at = $17, newest_change_at = $18,
       first_failed_at = coalesce(first_failed_at, $19), updated_at = now()
     where id = $1`,
    [
      execution.id,
      over ? end.status : 'pending',
      end.verification,
      end.eventId,
      JSON.stringify(end.counts),
      JSON.stringify(end.timingsMs),
      JSON.stringify(end.unmappedStatuses),
      JSON.stringify(end.warnings),
      error?.code ?? null,
      error?.message ?? null,
      over && end.status === 'failed' ? 1 : retries,
      over ? null : next.nextAttemptAt,
      over ? now : null,
      error?.kind ?? null,
      end.depth,
      end.proofScope,
      end.wholeProvedAt,
      end.newestChangeAt,
      end.status === 'failed' ? now : null,
    ],
  );
  await tx.query(
    `update sync_attempts set outcome = $2, error_code = $3, error_message = $4, error_details = $5,
       orders_read = $6, tickets_read = $7, finished_at = now(), updated_at = now()
     where id = $1`,
    [
      execution.attemptId,
      next.kind === 'give-back' ? 'given_back' : end.status,
      error?.code ?? null,
      error?.message ?? null,
      error === null ? null : jsonbText(JSON.parse(JSON.stringify(error.details)) as Json),
      end.ownReading.orders,
      end.ownReading.tickets,
    ],
  );
  await dropLease(tx, execution.id);
  const { status, verification } = end;
  if (over && status !== 'cancelled') {
    await count(tx, execution.configurationId, { status, verification }, now);
  }
}

/**
 * The counters of a configuration after one of its executions. What was cancelled counts nowhere; what was not
 * verified is neither a success nor a failure. A failure for good shows in the status, a success ends that.
 */
export async function count(
  tx: Transaction,
  configurationId: string,
  end: { readonly status: 'success' | 'failed'; readonly verification: Verification | null },
  now: Date,
): Promise<void> {
  const succeeded = end.status === 'success';
  const unverified = end.verification === 'unverified';
  await tx.query(
    `update sync_configurations set last_sync_at = $2, last_sync_status = $3,
       last_success_at = case when $4 then $2 else last_success_at end,
       total_executions = total_executions + 1,
       successful_executions = successful_executions + $5,
       failed_executions = failed_executions + $6,
       unverified_executions = unverified_executions + $7,
       status = case when status in ('active', 'error') then case when $4 then 'active' else 'error' end
         else status end,
       updated_at = now()
     where id = $1`,
    [
      configurationId,
      now,
      end.status,
      succeeded,
      succeeded && !unverified ? 1 : 0,
      succeeded ? 0 : 1,
      succeeded && unverified ? 1 : 0,
    ],
  );
}
