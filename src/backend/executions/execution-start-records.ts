import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Depth, Targets } from '../../vocabulary/depths.ts';
import { getConfigurationStatus, requireEnabled } from '../configurations/configuration-status-records.ts';
import { type Database, endIfIdle, inTransaction, queryRows, type Transaction } from '../database.ts';
import { alreadyRunning, findRunning, lockActive } from './execution-records.ts';
import { takeBackIfLapsed } from './lapsed-executions.ts';
import { type Lease, takeLease } from './lease-records.ts';
import type { ExecutionQueue } from './new-execution.ts';
import { endSilentSessions } from './silent-sessions.ts';
import { adopt, type ClaimedExecution, claim, recall, request } from './transitions.ts';

/** An execution with a running attempt. It is ours while we hold its lease. */
export interface StartedExecution extends ClaimedExecution {
  readonly id: string;
  readonly credentialsId: string;
  readonly attemptId: string;
  /** 1 for the first attempt. Attempts whose worker vanished are counted as well. */
  readonly attemptNumber: number;
  readonly lease: Lease;
}

/**
 * Why an execution was not started: it is no longer pending, its store has no free slot, or another execution of its
 * configuration is running.
 */
export type Refusal = 'not-pending' | 'no-slot' | 'busy';

/**
 * Starts one attempt of a pending execution: row, attempt and lease in one transaction. Slots are counted while
 * the credentials are locked, so that two workers cannot both take the last one.
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
    return await startAttempt(tx, executionId, credentialsId, holder);
  });
}

/**
 * Creates an execution for the command line and starts it, or starts the pending one of the event; either way it has one
 * attempt, because a person waits for it. An execution whose worker vanished is first ended or taken back.
 *
 * @param previewId the kept preview that it carries out
 * @throws conflict `execution.already-running`, `execution.no-slot`, `configuration.disabled`
 */
export async function startExecution(
  db: Database,
  configurationId: string,
  holder: string,
  asked: AskedReading,
  now: Date,
  previewId: string | null = null,
): Promise<StartedExecution> {
  await endSilentSessions(db, configurationId);
  await takeBackIfLapsed(db, configurationId, now);
  return await inTransaction(db, async (tx) => {
    const credentialsId = await lockCredentials(tx, 'configuration', configurationId);
    if (credentialsId === null) throw new Error('a configuration that was just saved does not exist');
    requireEnabled(await getConfigurationStatus(tx, configurationId));
    const running = await findRunning(tx, configurationId);
    if (running !== undefined) throw alreadyRunning(running);
    const requestedDepth = typeof asked === 'string' ? asked : null;
    const targets = typeof asked === 'object' ? asked : null;
    const active = targets === null ? await lockActive(tx, configurationId) : undefined;
    if (active !== undefined && !(await adopt(tx, active.id, requestedDepth, previewId))) {
      throw alreadyRunning(active.id);
    }
    const wanted = {
      configurationId,
      requestedDepth,
      ...(targets === null ? {} : { targets }),
      ...(previewId === null ? {} : { previewId }),
      ...OF_COMMAND_LINE,
    };
    const id = active?.id ?? (await request(tx, [wanted], now))[0];
    if (id === undefined) throw alreadyRunning(null);
    const started = await startAttempt(tx, id, credentialsId, holder);
    if (started === 'no-slot') throw noSlot();
    if (started === 'not-pending' || started === 'busy') throw alreadyRunning(id);
    return started;
  });
}

/**
 * The rows that the command line reads: an event, at the given depth or the one that the budget allows (null), or
 * some rows of it.
 */
export type AskedReading = Depth | Targets | null;

const OF_COMMAND_LINE = {
  trigger: 'command_line',
  queue: 'critical',
  requestedBy: null,
  retryOf: null,
  plannedAt: null,
  maxRetries: 0,
} as const;

/** One set of credentials means one store, so every start with this set locks its row first. */
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

async function startAttempt(
  tx: Transaction,
  executionId: string,
  credentialsId: string,
  holder: string,
): Promise<StartedExecution | Refusal> {
  const [waiting] = await queryRows<{ queue: ExecutionQueue; free: number; busy: boolean }>(
    tx,
    `select e.queue, exists (select from sync_executions o
         where o.configuration_id = e.configuration_id and o.status = 'running') as busy, s.max_concurrent_syncs - (
       select count(*) from sync_executions r join sync_configurations c on c.id = r.configuration_id
       where r.status = 'running' and c.credentials_id = s.id
     ) as free
     from sync_executions e, sync_credentials s
     where e.id = $1 and e.status = 'pending' and s.id = $2
     for no key update of e`,
    [executionId, credentialsId],
  );
  if (waiting === undefined) return 'not-pending';
  if (waiting.busy) {
    await recall(tx, executionId);
    return 'busy';
  }
  if (waiting.free + (waiting.queue === 'critical' ? 1 : 0) <= 0) {
    await recall(tx, executionId);
    return 'no-slot';
  }
  const claimed = await claim(tx, executionId);
  if (claimed === undefined) return 'not-pending';
  const lease = await takeLease(tx, executionId, holder);
  const attempt = await insertAttempt(tx, executionId);
  return {
    ...claimed,
    id: executionId,
    credentialsId,
    attemptId: attempt.id,
    attemptNumber: attempt.number,
    lease,
  };
}

async function insertAttempt(
  tx: Transaction,
  executionId: string,
): Promise<{ readonly id: string; readonly number: number }> {
  const id = newId();
  // clock_timestamp, because the statement may have waited for the lock, and the attempt starts when it gets
  // the lock.
  const [row] = await queryRows<{ number: number }>(
    tx,
    `insert into sync_attempts (id, execution_id, started_at, number)
     values ($1, $2, clock_timestamp(), 1 + coalesce((select max(number) from sync_attempts where execution_id = $2), 0))
     returning number`,
    [id, executionId],
  );
  if (row === undefined) throw new Error('an attempt that was just created does not exist');
  return { id, number: row.number };
}

function noSlot(): AppError {
  return new AppError({
    code: 'execution.no-slot',
    message:
      'This store already has the maximum number of simultaneous executions. Try again when one has ended.',
  });
}
