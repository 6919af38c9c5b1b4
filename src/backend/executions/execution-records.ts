import { AppError } from '../../kernel/errors.ts';
import type { Trigger } from '../../vocabulary/configurations.ts';
import { type Depth, MOST_TARGETS, type Targets } from '../../vocabulary/depths.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import type { NewExecution } from './new-execution.ts';
import { allows, OF_EVENT, promote, request, TARGETS, triggerAfter } from './transitions.ts';

/** A person's request. */
export interface ExecutionRequest
  extends Pick<
    NewExecution,
    'configurationId' | 'requestedBy' | 'retryOf' | 'requestedDepth' | 'maxRetries'
  > {
  readonly trigger: Exclude<Trigger, 'schedule' | 'webhook'>;
  /** The kept preview that it carries out. */
  readonly previewId?: string;
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
    if (active?.status === 'running' || (active && asked.previewId)) throw alreadyRunning(active.id);
  }
  throw alreadyRunning(null);
}

/**
 * Requests that these orders and tickets of the store are read, after the running execution: before all other executions
 * if a person requests it, and in the queue of the schedule if live mode does. They join a targeted execution that is
 * still pending. Call `lockConfiguration` first.
 */
export async function requestTargeted(
  tx: Transaction,
  { now, targets, ...asked }: Omit<ExecutionRequest, 'requestedDepth'> & { readonly targets: Targets },
): Promise<RequestedExecution> {
  const queue = asked.trigger === 'live' ? 'default' : 'critical';
  const joined = await promoteTargeted(tx, { ...asked, queue }, targets, now);
  if (joined !== undefined) return { executionId: joined, promoted: true };
  const one = { ...asked, targets, requestedDepth: null, queue, plannedAt: null } as const;
  const [made] = await request(tx, [one], now);
  if (made === undefined) throw new Error('a targeted execution was not created');
  return { executionId: made, promoted: false };
}

/**
 * Requests the execution that carries a kept preview out: of the event, or of the orders that the preview covers. It
 * joins no pending execution but that of the same preview. Call `lockConfiguration` first.
 *
 * @throws conflict `execution.already-running`
 */
export async function requestPreviewed(
  tx: Transaction,
  {
    orderIds,
    now,
    ...asked
  }: Omit<ExecutionRequest, 'requestedDepth'> & {
    readonly previewId: string;
    readonly orderIds: readonly number[] | null;
  },
): Promise<RequestedExecution> {
  if (orderIds === null) return await requestExecution(tx, { ...asked, requestedDepth: 'full', now });
  const targets = { orderIds, ticketIds: [] };
  const one = { ...asked, targets, requestedDepth: null, queue: 'critical', plannedAt: null } as const;
  const [made] = await request(tx, [one], now);
  if (made === undefined) throw new Error('a targeted execution was not created');
  return { executionId: made, promoted: false };
}

/**
 * Adds rows to a pending targeted execution of this configuration that has room for them, and moves it to the
 * queue of the request if that one goes first. undefined if there is none.
 */
async function promoteTargeted(
  tx: Transaction,
  asked: Pick<NewExecution, 'configurationId' | 'requestedBy' | 'trigger' | 'queue'>,
  { orderIds, ticketIds }: Targets,
  now: Date,
): Promise<string | undefined> {
  const { configurationId, requestedBy, trigger, queue } = asked;
  const both = (column: string, more: string): string =>
    `array(select unnest(${column}) union select unnest(${more}::bigint[]) order by 1)`;
  const rows = await queryRows<{ id: string }>(
    tx,
    `update sync_executions e set queue = case when $7 = 'critical' then $7 else queue end,
       next_attempt_at = least(next_attempt_at, $2),
       dispatched_at = case when queue = $7 or $7 = 'default' then dispatched_at end,
       requested_by = coalesce(requested_by, $3), order_ids = ${both('order_ids', '$4')},
       ticket_ids = ${both('ticket_ids', '$5')}, trigger = ${triggerAfter('$6')}, updated_at = now()
     where id = (select p.id from sync_executions p
         where p.configuration_id = $1 and p.requested_depth = 'targeted' and p.status = 'pending'
           and p.preview_id is null
           and cardinality(${both('p.order_ids', '$4')}) <= ${MOST_TARGETS}
           and cardinality(${both('p.ticket_ids', '$5')}) <= ${MOST_TARGETS}
         order by p.id limit 1)
       and ${allows('promote')} returning id`,
    [configurationId, now, requestedBy, orderIds, ticketIds, trigger, queue],
  );
  return rows[0]?.id;
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
  const wanted = { requestedBy, requestedDepth: null, trigger: 'manual' } as const;
  const promoted = await promote(tx, ids, wanted, now, made);
  return { made, promoted, skipped: ids.length - made.length - promoted.length };
}

interface ActiveExecution {
  readonly id: string;
  readonly status: 'pending' | 'running';
}

/** The configuration's pending or running execution of the event, locked until the transaction ends. */
export async function lockActive(
  tx: Transaction,
  configurationId: string,
): Promise<ActiveExecution | undefined> {
  const [active] = await queryRows<ActiveExecution>(
    tx,
    `select id, status from sync_executions
     where configuration_id = $1 and status in ('pending', 'running') and ${OF_EVENT} for no key update`,
    [configurationId],
  );
  return active;
}

/** The execution of the configuration that is running, targeted or not. */
export async function findRunning(tx: Transaction, configurationId: string): Promise<string | undefined> {
  const [row] = await queryRows<{ id: string }>(
    tx,
    `select id from sync_executions where configuration_id = $1 and status = 'running'`,
    [configurationId],
  );
  return row?.id;
}

interface EndedExecution {
  readonly configurationId: string;
  /** null for the depth that the budget allows, or for a targeted execution. */
  readonly requestedDepth: Depth | null;
  readonly targets: Targets | null;
  /** The kept preview that it carried out. */
  readonly previewId: string | null;
}

/**
 * The request of an ended execution, for repeating it.
 *
 * @throws missing `execution.none`; conflict `execution.already-running`, `execution.not-over`
 */
export async function findEnded(db: Queryable, executionId: string): Promise<EndedExecution> {
  const [row] = await queryRows<EndedExecution & { readonly status: string }>(
    db,
    `select configuration_id as "configurationId", nullif(requested_depth, 'targeted') as "requestedDepth", status,
       ${TARGETS} as targets, preview_id as "previewId"
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
