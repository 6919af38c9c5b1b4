import { newId } from '../../kernel/ids.ts';
import { type ExecutionStatus, SIGNAL_TRIGGERS, type Trigger } from '../../vocabulary/configurations.ts';
import type { Depth, Targets } from '../../vocabulary/depths.ts';
import { queryRows, type Transaction } from '../database.ts';
import type { ExecutionQueue, NewExecution } from './new-execution.ts';

export type ExecutionEvent =
  | 'request'
  | 'promote'
  | 'adopt'
  | 'dispatch'
  | 'recall'
  | 'claim'
  | 'succeed'
  | 'fail'
  | 'stop'
  | 'retry'
  | 'give-back'
  | 'lapse'
  | 'lose'
  | 'abandon'
  | 'cancel'
  | 'pause';

/**
 * The states of an execution, and the events that lead from one to another; `none` means that the execution
 * does not exist yet. Each event has one function, here or, if it ends an attempt, in `run-transitions.ts`. The
 * function's statement takes its guard from this table, so a transition that is not in the table changes no
 * row. `docs/executions.md` explains each event.
 */
export const TRANSITIONS: Readonly<
  Record<ExecutionStatus | 'none', Partial<Readonly<Record<ExecutionEvent, ExecutionStatus>>>>
> = {
  none: { request: 'pending' },
  pending: {
    promote: 'pending',
    adopt: 'pending',
    dispatch: 'pending',
    recall: 'pending',
    claim: 'running',
    cancel: 'cancelled',
    pause: 'cancelled',
  },
  running: {
    succeed: 'success',
    fail: 'failed',
    stop: 'cancelled',
    retry: 'pending',
    'give-back': 'pending',
    lapse: 'pending',
    lose: 'failed',
    abandon: 'cancelled',
    // the worker stops at its next page
    cancel: 'running',
    pause: 'running',
  },
  success: {},
  failed: {},
  cancelled: {},
};

/** Whether the status is final. No event leads out of a final status. */
export function isFinal(status: ExecutionStatus): boolean {
  return Object.keys(TRANSITIONS[status]).length === 0;
}

/** SQL: the guard of a transition. */
export function allows(event: ExecutionEvent): string {
  const from = stepsOf(event).map(([status]) => `'${status}'`);
  return from.length === 1 ? `status = ${from[0]}` : `status in (${from.join(', ')})`;
}

/** SQL: the status after a transition that the guard allows. */
export function statusAfter(event: ExecutionEvent): string {
  const steps = stepsOf(event);
  const [first] = steps;
  if (first !== undefined && steps.every(([, to]) => to === first[1])) return `'${first[1]}'`;
  return `case status ${steps.map(([from, to]) => `when '${from}' then '${to}'`).join(' ')} end`;
}

function stepsOf(event: ExecutionEvent): readonly (readonly [string, ExecutionStatus])[] {
  return Object.entries(TRANSITIONS).flatMap(([from, events]) => {
    const to = events[event];
    return to === undefined ? [] : [[from, to] as const];
  });
}

/**
 * Creates executions that may start now. A configuration with a pending or running execution gets none, unless one of
 * the two is targeted; neither does a scheduled time that already had one. Returns the ids of the new executions.
 */
export async function request(
  tx: Transaction,
  requests: readonly NewExecution[],
  now: Date,
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `insert into sync_executions (id, configuration_id, trigger, status, queue, requested_depth, requested_by, retry_of,
       planned_at, max_retries, next_attempt_at, order_ids, ticket_ids, preview_id)
     select id, "configurationId", trigger, ${statusAfter('request')}, queue, "requestedDepth", "requestedBy", "retryOf",
       "plannedAt", "maxRetries", $2::timestamptz, "orderIds", "ticketIds", "previewId"
     from jsonb_to_recordset($1::jsonb) as r (id uuid, "configurationId" uuid, trigger text, queue text,
       "requestedDepth" text, "requestedBy" uuid, "retryOf" uuid, "plannedAt" timestamptz, "maxRetries" integer,
       "orderIds" bigint[], "ticketIds" bigint[], "previewId" uuid)
     on conflict do nothing returning id`,
    [
      JSON.stringify(requests.map(({ targets, ...one }) => ({ id: newId(), ...one, ...named(targets) }))),
      now,
    ],
  );
  return rows.map(({ id }) => id);
}

function named(targets: Targets | undefined): object {
  return targets === undefined ? {} : { requestedDepth: 'targeted', ...targets };
}

/**
 * Moves pending executions of these configurations to the front. They are due now, at the deeper of the old and the new
 * depth, and dispatched again; one that live mode or a webhook requested becomes the new request. A request without a
 * preview lifts the condition of one that carries a preview out; a preview joins only its own execution.
 */
export async function promote(
  tx: Transaction,
  configurationIds: readonly string[],
  wanted: Pick<NewExecution, 'requestedBy' | 'requestedDepth' | 'trigger' | 'previewId'>,
  now: Date,
  except: readonly string[] = [],
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `update sync_executions set queue = 'critical', next_attempt_at = least(next_attempt_at, $2),
       dispatched_at = case when queue = 'critical' then dispatched_at end,
       requested_by = coalesce(requested_by, $3), requested_depth = ${deeperOf('$4')},
       trigger = ${triggerAfter('$6')}, preview_id = $7, updated_at = now()
     where configuration_id = any($1) and ${allows('promote')} and ${OF_EVENT} and id <> all($5)
       and ($7::uuid is null or preview_id = $7)
     returning id`,
    [
      configurationIds,
      now,
      wanted.requestedBy,
      wanted.requestedDepth,
      except,
      wanted.trigger,
      wanted.previewId ?? null,
    ],
  );
  return rows.map(({ id }) => id);
}

/** SQL: the execution is not targeted; a configuration has at most one of these at a time. */
export const OF_EVENT = `requested_depth is distinct from 'targeted'`;

/** SQL: the rows that a targeted execution reads; null for others. */
export const TARGETS = `case when order_ids is not null
  then json_build_object('orderIds', order_ids, 'ticketIds', ticket_ids) end`;

/**
 * Reserves a pending execution for the command line: it has one attempt, because a person waits for it. A preview adopts
 * only its own execution.
 */
export async function adopt(
  tx: Transaction,
  id: string,
  requestedDepth: Depth | null,
  previewId: string | null = null,
): Promise<boolean> {
  const rows = await queryRows(
    tx,
    `update sync_executions set queue = 'critical', max_retries = failed_attempts,
       requested_depth = ${deeperOf('$2')}, trigger = ${triggerAfter(`'command_line'`)},
       preview_id = $3, updated_at = now()
     where id = $1 and ${allows('adopt')} and ($3::uuid is null or preview_id = $3) returning id`,
    [id, requestedDepth, previewId],
  );
  return rows.length > 0;
}

const SIGNALS = SIGNAL_TRIGGERS.map((one) => `'${one}'`).join(', ');

/** SQL: live mode or a webhook requested the execution. It searches less than one that a person requests. */
export const BY_ITSELF = `trigger in (${SIGNALS})`;

/** SQL: the trigger after another request joined the execution. */
export function triggerAfter(asked: string): string {
  return `case when ${BY_ITSELF} and ${asked}::text not in (${SIGNALS}) then ${asked}::text else trigger end`;
}

/** SQL: the requested depth, unless the new one is deeper. Live mode and webhooks request no more than they need. */
function deeperOf(asked: string): string {
  const order = `array['quick', 'sweep', 'full']`;
  return `case when ${BY_ITSELF} then ${asked}::text
    when array_position(${order}, ${asked}::text) > coalesce(array_position(${order}, requested_depth), 0)
    then ${asked}::text else requested_depth end`;
}

/** An execution that is given to the carrier, and its dispatch number. */
export interface DispatchedExecution {
  readonly id: string;
  readonly queue: ExecutionQueue;
  readonly dispatchNumber: number;
}

/** Marks executions as dispatched, each with its next dispatch number. */
export async function dispatch(
  tx: Transaction,
  ids: readonly string[],
): Promise<readonly DispatchedExecution[]> {
  return await queryRows<DispatchedExecution>(
    tx,
    `update sync_executions set dispatch_number = dispatch_number + 1, dispatched_at = clock_timestamp(),
       updated_at = now()
     where id = any($1) and ${allows('dispatch')} and dispatched_at is null
     returning id, queue, dispatch_number as "dispatchNumber"`,
    [ids],
  );
}

/** Takes a dispatch back, so that the execution is dispatched again when it may start. */
export async function recall(tx: Transaction, id: string): Promise<boolean> {
  const rows = await queryRows(
    tx,
    `update sync_executions set dispatched_at = null where id = $1 and ${allows('recall')} returning id`,
    [id],
  );
  return rows.length > 0;
}

export interface ClaimedExecution {
  readonly configurationId: string;
  readonly trigger: Trigger;
  readonly failedAttempts: number;
  readonly maxRetries: number;
  /** null for the depth that the configuration's budget allows, or for a targeted execution. */
  readonly requestedDepth: Depth | null;
  /** The rows that it reads; null if it reads the event. */
  readonly targets: Targets | null;
  /** The kept preview that it carries out; null if it writes whatever differs. */
  readonly previewId: string | null;
}

/** Starts a pending execution; undefined if it is no longer pending. */
export async function claim(tx: Transaction, id: string): Promise<ClaimedExecution | undefined> {
  // clock_timestamp, because the statement may have waited for the lock, and the attempt starts when it gets
  // the lock.
  const [row] = await queryRows<ClaimedExecution>(
    tx,
    `update sync_executions set status = ${statusAfter('claim')},
       started_at = coalesce(started_at, clock_timestamp()),
       next_attempt_at = null, dispatched_at = null, updated_at = now()
     where id = $1 and ${allows('claim')}
     returning configuration_id as "configurationId", trigger, failed_attempts as "failedAttempts",
       max_retries as "maxRetries", nullif(requested_depth, 'targeted') as "requestedDepth",
       ${TARGETS} as targets, preview_id as "previewId"`,
    [id],
  );
  return row;
}

/**
 * Cancels a pending execution, or asks a running one to stop. Returns the new status; undefined if it had
 * already ended.
 */
export async function cancel(tx: Transaction, id: string, now: Date): Promise<Stopping | undefined> {
  return await endOrAsk(tx, 'cancel', 'id', id, now);
}

/** The same for an execution whose configuration is paused. */
export async function pause(
  tx: Transaction,
  configurationId: string,
  now: Date,
): Promise<Stopping | undefined> {
  return await endOrAsk(tx, 'pause', 'configuration_id', configurationId, now);
}

/** `cancelled`: the execution was pending. `running`: its worker is asked to stop at its next page. */
export type Stopping = 'cancelled' | 'running';

const STOP_REASONS = { cancel: 'cancelled', pause: 'paused' } as const;

async function endOrAsk(
  tx: Transaction,
  event: 'cancel' | 'pause',
  column: 'id' | 'configuration_id',
  value: string,
  now: Date,
): Promise<Stopping | undefined> {
  const [row] = await queryRows<{ status: Stopping }>(
    tx,
    `update sync_executions set status = ${statusAfter(event)}, stop_reason = $2,
       finished_at = case status when 'pending' then $3::timestamptz end,
       next_attempt_at = null, dispatched_at = null, updated_at = now()
     where ${column} = $1 and ${allows(event)} returning status`,
    [value, STOP_REASONS[event], now],
  );
  return row?.status;
}
