import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Trigger } from '../../vocabulary/configurations.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** A person's wish goes before the schedule's, and may use one slot of the store more. */
export type ExecutionQueue = 'critical' | 'default';

export interface ExecutionWish {
  readonly configurationId: string;
  readonly trigger: Exclude<Trigger, 'schedule'>;
  /** null: nobody whom we know, the command line for instance. */
  readonly requestedBy: string | null;
  readonly retryOf: string | null;
  /** null: as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
  /** Attempts after the first one. */
  readonly maxRetries: number;
  readonly now: Date;
}

export interface WishedExecution {
  readonly executionId: string;
  /** It waited already: now it goes first. */
  readonly promoted: boolean;
}

/** Rounds of a race between two wishes for one configuration; the second one finds the first one's row. */
const ROUNDS = 3;

/**
 * Writes down that somebody wants a configuration synced. One that waits already is promoted instead: it goes
 * first, and at once if it was waiting for its next attempt.
 *
 * @throws conflict `execution.already-running`, with the execution's id in its details
 */
export async function requestExecution(tx: Transaction, wish: ExecutionWish): Promise<WishedExecution> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const made = await insertPending(tx, wish);
    if (made !== null) return { executionId: made, promoted: false };
    const active = await lockActive(tx, wish.configurationId);
    if (active?.status === 'running') throw alreadyRunning(active.id);
    if (active !== undefined) {
      await promote(tx, active.id, wish);
      return { executionId: active.id, promoted: true };
    }
  }
  throw alreadyRunning(null);
}

async function insertPending(tx: Transaction, wish: ExecutionWish): Promise<string | null> {
  const id = newId();
  const made = await queryRows(
    tx,
    `insert into sync_executions
       (id, configuration_id, trigger, requested_depth, status, queue, requested_by, retry_of, max_retries,
        next_attempt_at)
     values ($1, $2, $3, $8, 'pending', 'critical', $4, $5, $6, $7)
     on conflict (configuration_id) where status in ('pending', 'running') do nothing
     returning id`,
    [
      id,
      wish.configurationId,
      wish.trigger,
      wish.requestedBy,
      wish.retryOf,
      wish.maxRetries,
      wish.now,
      wish.requestedDepth,
    ],
  );
  return made.length === 0 ? null : id;
}

/** What its dispatch number carries was handed over for later; handed over anew, it goes first. */
async function promote(tx: Transaction, executionId: string, wish: ExecutionWish): Promise<void> {
  await tx.query(
    `update sync_executions set queue = 'critical', next_attempt_at = least(next_attempt_at, $2),
       dispatched_at = case when queue = 'critical' then dispatched_at end,
       requested_by = coalesce(requested_by, $3), requested_depth = ${deeperOf('$4')}, updated_at = now()
     where id = $1`,
    [executionId, wish.now, wish.requestedBy, wish.requestedDepth],
  );
}

/** SQL: what an execution was asked for already, unless this is deeper. */
export function deeperOf(wished: string): string {
  const order = `array['quick', 'sweep', 'full']`;
  return `case when array_position(${order}, ${wished}::text) > coalesce(array_position(${order}, requested_depth), 0)
    then ${wished}::text else requested_depth end`;
}

interface ActiveExecution {
  readonly id: string;
  readonly status: 'pending' | 'running';
}

/** The configuration's execution that waits or runs, held until the transaction ends. */
export async function lockActive(
  tx: Transaction,
  configurationId: string,
): Promise<ActiveExecution | undefined> {
  const [active] = await queryRows<ActiveExecution>(
    tx,
    `select id, status from sync_executions
     where configuration_id = $1 and status in ('pending', 'running') for no key update`,
    [configurationId],
  );
  return active;
}

interface EndedExecution {
  readonly configurationId: string;
  readonly requestedDepth: Depth | null;
}

/**
 * What an execution that is over was to do, for trying it again.
 *
 * @throws missing `execution.none`; conflict `execution.already-running`, `execution.not-over`
 */
export async function findEnded(db: Queryable, executionId: string): Promise<EndedExecution> {
  const [row] = await queryRows<EndedExecution & { readonly status: string }>(
    db,
    `select configuration_id as "configurationId", requested_depth as "requestedDepth", status
     from sync_executions where id = $1`,
    [executionId],
  );
  if (row === undefined) throw noExecution();
  if (row.status === 'running') throw alreadyRunning(executionId);
  if (row.status !== 'pending') return row;
  throw new AppError({
    kind: 'conflict',
    code: 'execution.not-over',
    message: 'This execution is not over yet.',
  });
}

export function noExecution(): AppError {
  return new AppError({
    kind: 'missing',
    code: 'execution.none',
    message: 'There is no such execution.',
  });
}

export function alreadyRunning(executionId: string | null): AppError {
  return new AppError({
    kind: 'conflict',
    code: 'execution.already-running',
    message: 'This configuration is being synced already.',
    details: executionId === null ? {} : { executionId },
  });
}
