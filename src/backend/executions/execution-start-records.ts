import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Trigger } from '../../vocabulary/configurations.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import { isUniqueViolation } from '../connection/postgres-errors.ts';
import { type Database, endIfIdle, inTransaction, queryRows, type Transaction } from '../database.ts';
import { takeBackIfLapsed } from './execution-lapse-records.ts';
import { alreadyRunning, deeperOf, type ExecutionQueue, lockActive } from './execution-records.ts';
import { type Lease, takeLease } from './lease-records.ts';
import { endSilentSessions } from './silent-session-records.ts';

/** An execution with one attempt under way: ours, while we hold its lease. */
export interface StartedExecution {
  readonly id: string;
  readonly configurationId: string;
  readonly credentialsId: string;
  readonly trigger: Trigger;
  readonly attemptId: string;
  /** 1 for the first one; attempts whose worker vanished have numbers too. */
  readonly attemptNumber: number;
  /** Attempts that failed before this one. */
  readonly failedAttempts: number;
  readonly maxRetries: number;
  /** null: as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
  readonly lease: Lease;
}

/** Why a claim was not granted: somebody else has it or ended it, or the store has no slot free. */
export type Refusal = 'not-pending' | 'no-slot';

/**
 * Takes a waiting execution for one attempt: row, attempt and lease in one transaction. Slots are counted under
 * a lock on the credentials, so that two workers cannot both take the last one.
 */
export async function claimExecution(
  db: Database,
  executionId: string,
  holder: string,
): Promise<StartedExecution | Refusal> {
  return await inTransaction(db, async (tx) => {
    await endIfIdle(tx);
    const credentialsId = await lockCredentials(tx, 'execution', executionId);
    if (credentialsId === null) return 'not-pending';
    return await claim(tx, executionId, credentialsId, holder);
  });
}

/**
 * Makes an execution for the command line and starts it, or starts the one that waits for its turn: either way
 * it has one attempt, since a person looks on. One whose holder fell silent is ended or taken over first.
 *
 * @throws conflict `execution.already-running`, `execution.no-slot`
 */
export async function startExecution(
  db: Database,
  configurationId: string,
  holder: string,
  requestedDepth: Depth | null,
  now: Date,
): Promise<StartedExecution> {
  await endSilentSessions(db, configurationId);
  await takeBackIfLapsed(db, configurationId, now);
  try {
    return await inTransaction(db, async (tx) => {
      const credentialsId = await lockCredentials(tx, 'configuration', configurationId);
      if (credentialsId === null) throw new Error('a configuration that was just saved is not there');
      const active = await lockActive(tx, configurationId);
      if (active?.status === 'running') throw alreadyRunning(active.id);
      const id = active?.id ?? newId();
      if (active === undefined) await insertForCommandLine(tx, id, configurationId, requestedDepth, now);
      else await adopt(tx, id, requestedDepth);
      const started = await claim(tx, id, credentialsId, holder);
      if (started === 'no-slot') throw noSlot();
      if (started === 'not-pending') throw alreadyRunning(id);
      return started;
    });
  } catch (thrown) {
    throw isUniqueViolation(thrown, 'sync_executions_one_active') ? alreadyRunning(null) : thrown;
  }
}

async function insertForCommandLine(
  tx: Transaction,
  id: string,
  configurationId: string,
  requestedDepth: Depth | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into sync_executions (id, configuration_id, trigger, requested_depth, status, queue, next_attempt_at)
     values ($1, $2, 'command_line', $3, 'pending', 'critical', $4)`,
    [id, configurationId, requestedDepth, now],
  );
}

async function adopt(tx: Transaction, executionId: string, requestedDepth: Depth | null): Promise<void> {
  await tx.query(
    `update sync_executions set queue = 'critical', max_retries = failed_attempts,
       requested_depth = ${deeperOf('$2')}, updated_at = now()
     where id = $1`,
    [executionId, requestedDepth],
  );
}

/** One set of credentials is one store: all who start something on it come by this row. */
async function lockCredentials(
  tx: Transaction,
  of: 'execution' | 'configuration',
  id: string,
): Promise<string | null> {
  const configuration =
    of === 'configuration' ? '$1' : '(select configuration_id from sync_executions where id = $1)';
  const [row] = await queryRows<{ id: string }>(
    tx,
    `select id from sync_credentials
     where id = (select credentials_id from sync_configurations where id = ${configuration})
     for no key update`,
    [id],
  );
  return row?.id ?? null;
}

interface ClaimedRow {
  readonly configuration_id: string;
  readonly trigger: Trigger;
  readonly failed_attempts: number;
  readonly max_retries: number;
  readonly requested_depth: Depth | null;
}

async function claim(
  tx: Transaction,
  executionId: string,
  credentialsId: string,
  holder: string,
): Promise<StartedExecution | Refusal> {
  const [waiting] = await queryRows<{ queue: ExecutionQueue; free: number }>(
    tx,
    `select e.queue, s.max_concurrent_syncs - (
       select count(*) from sync_executions r join sync_configurations c on c.id = r.configuration_id
       where r.status = 'running' and c.credentials_id = s.id
     ) as free
     from sync_executions e, sync_credentials s
     where e.id = $1 and e.status = 'pending' and s.id = $2
     for no key update of e`,
    [executionId, credentialsId],
  );
  if (waiting === undefined) return 'not-pending';
  if (waiting.free + (waiting.queue === 'critical' ? 1 : 0) <= 0) {
    await tx.query('update sync_executions set dispatched_at = null where id = $1', [executionId]);
    return 'no-slot';
  }
  // clock_timestamp, here and below: it may have waited for its turn, and began when it got it
  const [row] = await queryRows<ClaimedRow>(
    tx,
    `update sync_executions set status = 'running', started_at = coalesce(started_at, clock_timestamp()),
       next_attempt_at = null, dispatched_at = null, updated_at = now()
     where id = $1 returning configuration_id, trigger, failed_attempts, max_retries, requested_depth`,
    [executionId],
  );
  if (row === undefined) return 'not-pending';
  const lease = await takeLease(tx, executionId, holder);
  const attempt = await insertAttempt(tx, executionId);
  return {
    id: executionId,
    configurationId: row.configuration_id,
    credentialsId,
    trigger: row.trigger,
    attemptId: attempt.id,
    attemptNumber: attempt.number,
    failedAttempts: row.failed_attempts,
    maxRetries: row.max_retries,
    requestedDepth: row.requested_depth,
    lease,
  };
}

async function insertAttempt(
  tx: Transaction,
  executionId: string,
): Promise<{ readonly id: string; readonly number: number }> {
  const id = newId();
  const [row] = await queryRows<{ number: number }>(
    tx,
    `insert into sync_attempts (id, execution_id, started_at, number)
     values ($1, $2, clock_timestamp(), 1 + coalesce((select max(number) from sync_attempts where execution_id = $2), 0))
     returning number`,
    [id, executionId],
  );
  if (row === undefined) throw new Error('an attempt that was just made is not there');
  return { id, number: row.number };
}

function noSlot(): AppError {
  return new AppError({
    kind: 'conflict',
    code: 'execution.no-slot',
    message: 'This store is being read by as many executions as it may be. Try again when one has ended.',
  });
}
