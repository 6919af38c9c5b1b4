import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { CountedKind, Counts, SyncPhase, Verification } from '../sync/report.ts';
import { type Json, jsonbText } from './column-text.ts';
import { type Database, inTransaction, queryRows, type Transaction } from './database.ts';
import { dropLease, LEASE_LAPSE_SECONDS, type Lease, takeLease } from './lease-records.ts';
import { isUniqueViolation } from './postgres-errors.ts';

export interface StartedExecution {
  readonly id: string;
  readonly attemptId: string;
  readonly lease: Lease;
}

/** How an execution ended, as it is kept. */
export interface ExecutionEnd {
  readonly status: 'success' | 'failed' | 'cancelled';
  readonly verification: Verification | null;
  readonly eventId: string | null;
  readonly counts: Readonly<Record<CountedKind, Counts>>;
  readonly timingsMs: Readonly<Record<SyncPhase | 'total', number>>;
  readonly unmappedStatuses: readonly string[];
  readonly warnings: readonly string[];
  readonly error: AppError | null;
}

/**
 * Makes an execution and starts it: row, attempt and lease in one transaction. An execution whose holder fell
 * silent is ended as `worker-lost` first.
 *
 * @throws conflict `execution.already-running`
 */
export async function startExecution(
  db: Database,
  configurationId: string,
  holder: string,
): Promise<StartedExecution> {
  try {
    return await inTransaction(db, async (tx) => {
      await endLapsed(tx, configurationId);
      const id = newId();
      await tx.query(
        `insert into sync_executions (id, configuration_id, trigger, depth, status, started_at)
         values ($1, $2, 'command_line', 'full', 'running', now())`,
        [id, configurationId],
      );
      const lease = await takeLease(tx, id, holder);
      const attemptId = newId();
      await tx.query('insert into sync_attempts (id, execution_id, number) values ($1, $2, 1)', [
        attemptId,
        id,
      ]);
      return { id, attemptId, lease };
    });
  } catch (thrown) {
    throw isUniqueViolation(thrown, 'sync_executions_one_running') ? alreadyRunning() : thrown;
  }
}

async function endLapsed(tx: Transaction, configurationId: string): Promise<void> {
  const lapsed = await queryRows<{ id: string }>(
    tx,
    `select e.id from sync_executions e left join sync_leases l on l.execution_id = e.id
     where e.configuration_id = $1 and e.status = 'running'
       and (l.heartbeat_at is null or l.heartbeat_at < now() - make_interval(secs => $2))
     for update of e`,
    [configurationId, LEASE_LAPSE_SECONDS],
  );
  for (const { id } of lapsed) {
    await dropLease(tx, id);
    await tx.query(
      `update sync_attempts set outcome = 'worker_lost', finished_at = now(), updated_at = now()
       where execution_id = $1 and finished_at is null`,
      [id],
    );
    await tx.query(
      `update sync_executions set status = 'failed', error_code = 'execution.worker-lost',
         error_message = 'The process that ran this execution vanished.', finished_at = now(),
         updated_at = now()
       where id = $1`,
      [id],
    );
  }
}

/** Ends an execution whose lease is still held; its attempt and lease end with it. */
export async function endExecution(
  tx: Transaction,
  execution: StartedExecution,
  end: ExecutionEnd,
): Promise<void> {
  const error = end.error;
  await tx.query(
    `update sync_executions set status = $2, verification = $3, event_id = $4, counts = $5, timings_ms = $6,
       unmapped_statuses = $7, warnings = $8, error_code = $9, error_message = $10, finished_at = now(),
       updated_at = now()
     where id = $1`,
    [
      execution.id,
      end.status,
      end.verification,
      end.eventId,
      JSON.stringify(end.counts),
      JSON.stringify(end.timingsMs),
      JSON.stringify(end.unmappedStatuses),
      JSON.stringify(end.warnings),
      error?.code ?? null,
      error?.message ?? null,
    ],
  );
  await tx.query(
    `update sync_attempts set outcome = $2, error_code = $3, error_message = $4, error_details = $5,
       finished_at = now(), updated_at = now()
     where id = $1`,
    [
      execution.attemptId,
      end.status,
      error?.code ?? null,
      error?.message ?? null,
      error === null ? null : jsonbText(JSON.parse(JSON.stringify(error.details)) as Json),
    ],
  );
  await dropLease(tx, execution.id);
}

function alreadyRunning(): AppError {
  return new AppError({
    kind: 'conflict',
    code: 'execution.already-running',
    message: 'This configuration is being synced already.',
  });
}
