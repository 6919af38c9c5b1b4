import type { Verification } from '../../vocabulary/sync-report.ts';
import { queryRows, type Transaction } from '../database.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';
import type { StartedExecution } from './execution-start-records.ts';
import { dropLease } from './lease-records.ts';
import { fail, giveBack, type RunResult, retry, stop, succeed } from './run-transitions.ts';

/** The result of an attempt, as stored. */
export interface AttemptEnd extends RunResult {
  readonly status: 'success' | 'failed' | 'cancelled';
  readonly ownReading: { readonly orders: number; readonly tickets: number };
}

/** What follows an attempt: the execution ends, is retried, or another worker continues it. */
export type NextStep =
  | { readonly kind: 'end' }
  /** `counted` is true if the retry counts against the execution's limit. */
  | { readonly kind: 'retry'; readonly nextAttemptAt: Date; readonly counted: boolean }
  | { readonly kind: 'give-back'; readonly nextAttemptAt: Date };

/**
 * Locks the configuration until the transaction ends. Everything that ends an execution or pauses its
 * configuration calls this first, so that two such transactions never deadlock.
 */
export async function lockConfiguration(tx: Transaction, configurationId: string): Promise<void> {
  await tx.query('select from sync_configurations where id = $1 for no key update', [configurationId]);
}

/**
 * Ends an attempt that still holds its lease, and with it the execution if no other attempt follows. The
 * configuration's counters change in the same transaction. Call `lockConfiguration` first.
 */
export async function endAttempt(
  tx: Transaction,
  execution: StartedExecution,
  end: AttemptEnd,
  next: NextStep,
  now: Date,
): Promise<void> {
  const { error } = end;
  if (!(await move(tx, execution.id, end, next, now))) {
    throw new Error('an execution with a valid lease is not running');
  }
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
  // A targeted execution says nothing of the event as a whole.
  if (next.kind === 'end' && status !== 'cancelled' && execution.targets === null) {
    await count(tx, execution.configurationId, { status, verification }, now);
  }
}

async function move(
  tx: Transaction,
  id: string,
  end: AttemptEnd,
  next: NextStep,
  now: Date,
): Promise<boolean> {
  // A person's cancellation may arrive before the heartbeat that reports it to the worker.
  if (next.kind !== 'end' && (await isAskedToStop(tx, id))) return await stop(tx, id, end, now);
  if (next.kind === 'retry') return await retry(tx, id, end, next, now);
  if (next.kind === 'give-back') return await giveBack(tx, id, end, next.nextAttemptAt, now);
  const over = { success: succeed, failed: fail, cancelled: stop }[end.status];
  return await over(tx, id, end, now);
}

async function isAskedToStop(tx: Transaction, id: string): Promise<boolean> {
  const rows = await queryRows(
    tx,
    'select from sync_executions where id = $1 and stop_reason is not null for update',
    [id],
  );
  return rows.length > 0;
}

/**
 * Updates the counters of a configuration after one of its executions. Cancelled executions do not count. An
 * unverified one is neither a success nor a failure. A final failure stays visible in the status until the next
 * success.
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
