import { type Queryable, queryRows } from '../database.ts';
import type { BackgroundTaskName } from '../operation/background-task-records.ts';

/** An execution or a task that a worker took. */
export interface TakenRow {
  readonly id: string;
  readonly dispatchNumber: number;
  readonly queue: string;
  readonly name: BackgroundTaskName | 'sync_woocommerce_event';
}

/** Handed over, and not taken by any worker yet. */
const HANDED_OVER = `status = 'pending' and dispatched_at is not null
  and taken_dispatch is distinct from dispatch_number`;

/**
 * Takes what was handed over to these queues, each dispatch once, whoever else takes at the same time: tasks first,
 * which are short, and what has waited longest. What may start is not decided here but by whoever hands over.
 *
 * @param slots how many of each queue
 */
export async function takeHandedOver(
  db: Queryable,
  slots: ReadonlyMap<string, number>,
): Promise<readonly TakenRow[]> {
  return await queryRows<TakenRow>(
    db,
    `with free as (
       select queue, slots from unnest($1::text[], $2::bigint[]) as given (queue, slots)
     ), task as (
       select free.queue, waiting.id from free cross join lateral (
         select id from background_tasks where queue = free.queue and ${HANDED_OVER}
         order by run_after, id limit free.slots for update skip locked
       ) waiting
     ), execution as (
       select waiting.id from free cross join lateral (
         select id from sync_executions where queue = free.queue and ${HANDED_OVER}
         order by next_attempt_at, id limit free.slots - (select count(*) from task where task.queue = free.queue)
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

/** Puts rows back that were taken and not begun. */
export async function putBack(db: Queryable, rows: readonly TakenRow[]): Promise<void> {
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

/** Does this dispatch still wait for a worker? */
export async function isHandedOver(db: Queryable, id: string, dispatchNumber: number): Promise<boolean> {
  const [row] = await queryRows<{ waits: boolean }>(
    db,
    `select ${BOTH.map((table) => {
      return `exists (select from ${table} where id = $1 and dispatch_number = $2 and ${HANDED_OVER})`;
    }).join(' or ')} as waits`,
    [id, dispatchNumber],
  );
  return row?.waits === true;
}

/** What was handed over to a queue: `waiting` for a worker, and `active` in the hands of one. */
export async function countHandedOver(
  db: Queryable,
  queue: string,
): Promise<{ readonly waiting: number; readonly active: number }> {
  const [row] = await queryRows<{ waiting: number; active: number }>(
    db,
    `select count(*) filter (where waits)::integer as waiting, count(*) filter (where not waits)::integer as active
     from (${BOTH.map((table) => {
       return `select ${HANDED_OVER} as waits from ${table}
         where queue = $1 and (status = 'running' or (status = 'pending' and dispatched_at is not null))`;
     }).join(' union all ')}) as handed`,
    [queue],
  );
  return row ?? { waiting: 0, active: 0 };
}

/** Takes back what waits in a queue: it is handed over again. */
export async function takeBackHandedOver(db: Queryable, queue: string): Promise<void> {
  for (const table of BOTH) {
    await queryRows(
      db,
      `update ${table} set dispatched_at = null, updated_at = now() where queue = $1 and ${HANDED_OVER}`,
      [queue],
    );
  }
}
