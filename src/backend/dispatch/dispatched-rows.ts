import { type Queryable, queryRows } from '../database.ts';
import type { ExecutionQueue } from '../executions/new-execution.ts';
import type { BackgroundQueue, BackgroundTaskName } from './background-task-records.ts';

/** An execution or a background task that was dispatched. */
export interface DispatchedRow {
  readonly id: string;
  readonly dispatchNumber: number;
  readonly queue: ExecutionQueue | BackgroundQueue;
  readonly name: BackgroundTaskName | 'sync_woocommerce_event';
}

/** Dispatched but not yet taken by a worker. */
const UNTAKEN = `status = 'pending' and dispatched_at is not null
  and taken_dispatch is distinct from dispatch_number`;

/**
 * Takes rows that were dispatched to these queues. Each dispatch is taken once, even if several workers take
 * rows at the same time. Tasks come first, because they are short, then targeted executions, and
 * then the rows that have waited longest.
 * The dispatcher, not the worker, decides what may start.
 *
 * @param slots how many rows to take from each queue
 */
export async function takeDispatched(
  db: Queryable,
  slots: ReadonlyMap<string, number>,
): Promise<readonly DispatchedRow[]> {
  return await queryRows<DispatchedRow>(
    db,
    `with free as (
       select queue, slots from unnest($1::text[], $2::bigint[]) as given (queue, slots)
     ), task as (
       select free.queue, waiting.id from free cross join lateral (
         select id from background_tasks where queue = free.queue and ${UNTAKEN}
         order by run_after, id limit free.slots for update skip locked
       ) waiting
     ), execution as (
       select waiting.id from free cross join lateral (
         select id from sync_executions where queue = free.queue and ${UNTAKEN}
         order by requested_depth is not distinct from 'targeted' desc, next_attempt_at, id
         limit free.slots - (select count(*) from task where task.queue = free.queue)
         for update skip locked
       ) waiting
     ), taken_tasks as (
       update background_tasks t set taken_dispatch = dispatch_number from task where t.id = task.id
       returning t.id, t.dispatch_number, t.queue, t.name
     ), taken_executions as (
       update sync_executions e set taken_dispatch = dispatch_number from execution where e.id = execution.id
       returning e.id, e.dispatch_number, e.queue
     )
     select id, dispatch_number as "dispatchNumber", queue, name from taken_tasks
     union all select id, dispatch_number, queue, 'sync_woocommerce_event' from taken_executions`,
    [[...slots.keys()], [...slots.values()]],
  );
}

const BOTH = ['background_tasks', 'sync_executions'] as const;

/** Returns rows that were taken but not started. */
export async function putBack(db: Queryable, rows: readonly DispatchedRow[]): Promise<void> {
  for (const table of BOTH) {
    await queryRows(
      db,
      `update ${table} r set taken_dispatch = null
       from unnest($1::uuid[], $2::integer[]) as given (id, dispatch_number)
       where r.id = given.id and r.taken_dispatch = given.dispatch_number and r.status = 'pending'`,
      [rows.map(({ id }) => id), rows.map(({ dispatchNumber }) => dispatchNumber)],
    );
  }
}

/** Whether this dispatch still waits for a worker. */
export async function waitsForWorker(db: Queryable, id: string, dispatchNumber: number): Promise<boolean> {
  const [row] = await queryRows<{ waits: boolean }>(
    db,
    `select ${BOTH.map((table) => {
      return `exists (select from ${table} where id = $1 and dispatch_number = $2 and ${UNTAKEN})`;
    }).join(' or ')} as waits`,
    [id, dispatchNumber],
  );
  return row?.waits === true;
}

/** The rows that were dispatched to a queue: `waiting` until a worker takes them, then `active`. */
export async function countDispatched(
  db: Queryable,
  queue: string,
): Promise<{ readonly waiting: number; readonly active: number }> {
  const [row] = await queryRows<{ waiting: number; active: number }>(
    db,
    `select count(*) filter (where waits)::integer as waiting, count(*) filter (where not waits)::integer as active
     from (${BOTH.map((table) => {
       return `select ${UNTAKEN} as waits from ${table}
         where queue = $1 and (status = 'running' or (status = 'pending' and dispatched_at is not null))`;
     }).join(' union all ')}) as dispatched`,
    [queue],
  );
  return row ?? { waiting: 0, active: 0 };
}

/** Returns the waiting rows of a queue, so that they are dispatched again. */
export async function recallDispatched(db: Queryable, queue: string): Promise<void> {
  for (const table of BOTH) {
    await queryRows(
      db,
      `update ${table} set dispatched_at = null, updated_at = now() where queue = $1 and ${UNTAKEN}`,
      [queue],
    );
  }
}

/**
 * A worker usually starts a job at once. After this time, Taquilla asks the carrier whether it still has the
 * job.
 */
const UNSTARTED_SECONDS = 15;
/** The maximum number in one round of the dispatcher. */
const MOST_AT_ONCE = 500;

/** Rows that were dispatched a while ago and have not started. */
export async function findUnstarted(db: Queryable): Promise<readonly DispatchedRow[]> {
  const unstarted = (table: (typeof BOTH)[number], name: string): string =>
    `select id, dispatch_number as "dispatchNumber", queue, ${name} as name, dispatched_at from ${table}
     where status = 'pending' and dispatched_at < clock_timestamp() - make_interval(secs => ${UNSTARTED_SECONDS})`;
  return await queryRows<DispatchedRow>(
    db,
    `select id, "dispatchNumber", queue, name from (
       ${unstarted('sync_executions', "'sync_woocommerce_event'")}
       union all ${unstarted('background_tasks', 'name')}
     ) as unstarted order by dispatched_at limit ${MOST_AT_ONCE}`,
  );
}

/**
 * Records whether the carrier still has a dispatched job. If it has, it is asked again later; if not, the row
 * is dispatched again.
 */
export async function noteCarried(
  db: Queryable,
  { id, dispatchNumber, name }: DispatchedRow,
  carried: boolean,
): Promise<void> {
  await queryRows(
    db,
    `update ${name === 'sync_woocommerce_event' ? 'sync_executions' : 'background_tasks'}
     set dispatched_at = case when $3 then clock_timestamp() end
     where id = $1 and dispatch_number = $2 and status = 'pending'`,
    [id, dispatchNumber, carried],
  );
}
