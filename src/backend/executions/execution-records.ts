import { AppError } from '../../kernel/errors.ts';
import type { Trigger } from '../../vocabulary/configurations.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { type NewExecution, promote, request } from './transitions.ts';

/** A person's request. */
export interface ExecutionRequest
  extends Pick<
    NewExecution,
    'configurationId' | 'requestedBy' | 'retryOf' | 'requestedDepth' | 'maxRetries'
  > {
  readonly trigger: Exclude<Trigger, 'schedule'>;
  readonly now: Date;
}

export interface RequestedExecution {
  readonly executionId: string;
  /** true if the execution was already pending and now goes first. */
  readonly promoted: boolean;
}

/**
 * How often a request is repeated after a race between two requests for one configuration. The repeated one
 * finds the row of the first.
 */
const ROUNDS = 3;

/**
 * Requests an execution of a configuration. If one is already pending, it is promoted instead: it goes first,
 * and starts at once if it was waiting for its next attempt.
 *
 * @throws conflict `execution.already-running`, with the execution's id in its details
 */
export async function requestExecution(
  tx: Transaction,
  { now, ...asked }: ExecutionRequest,
): Promise<RequestedExecution> {
  const { configurationId } = asked;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [made] = await request(tx, [{ ...asked, queue: 'critical', plannedAt: null }], now);
    if (made !== undefined) return { executionId: made, promoted: false };
    const [promoted] = await promote(tx, [configurationId], asked, now);
    if (promoted !== undefined) return { executionId: promoted, promoted: true };
    const active = await lockActive(tx, configurationId);
    if (active?.status === 'running') throw alreadyRunning(active.id);
  }
  throw alreadyRunning(null);
}

export interface RequestedAll {
  /** Executions that the request created. */
  readonly made: readonly string[];
  /** Executions that were already pending and now go first. */
  readonly promoted: readonly string[];
  /** Configurations whose execution is already running. */
  readonly skipped: number;
}

/** Requests an execution of every configuration that is neither paused nor disabled, thousands at a time. */
export async function requestAll(
  tx: Transaction,
  asked: { readonly requestedBy: string | null; readonly maxRetries: number; readonly now: Date },
): Promise<RequestedAll> {
  const { requestedBy, maxRetries, now } = asked;
  const configurations = await queryRows<{ id: string }>(
    tx,
    `select id from sync_configurations where deleted_at is null and status in ('active', 'error')
     order by id for no key update`,
  );
  const ids = configurations.map((row) => row.id);
  const one = {
    trigger: 'manual',
    queue: 'critical',
    requestedDepth: null,
    retryOf: null,
    plannedAt: null,
  } as const;
  const all = ids.map((configurationId) => ({ ...one, configurationId, requestedBy, maxRetries }));
  const made = await request(tx, all, now);
  const promoted = await promote(tx, ids, { requestedBy, requestedDepth: null }, now, made);
  return { made, promoted, skipped: ids.length - made.length - promoted.length };
}

interface ActiveExecution {
  readonly id: string;
  readonly status: 'pending' | 'running';
}

/** The configuration's pending or running execution, locked until the transaction ends. */
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
 * The request of an ended execution, for repeating it.
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
    code: 'execution.not-over',
    message: 'This execution has not ended yet.',
  });
}

export function noExecution(): AppError {
  return new AppError({
    code: 'execution.none',
    message: 'There is no such execution.',
  });
}

export function alreadyRunning(executionId: string | null): AppError {
  return new AppError({
    code: 'execution.already-running',
    message: 'This configuration is already being synced.',
    details: executionId === null ? {} : { executionId },
  });
}
