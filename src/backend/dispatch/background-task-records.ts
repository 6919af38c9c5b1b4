import type { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';
import type { DispatchedRow } from './dispatched-rows.ts';

export type BackgroundTaskName =
  | 'run_scheduled_syncs'
  | 'plan_connection_tests'
  | 'test_woocommerce_connection'
  | 'cleanup_old_executions'
  | 'send_alert'
  | 'send_account_mail';
export type BackgroundQueue = 'critical' | 'maintenance' | 'notifications';

/** These tasks are short, so one whose worker is silent for this long is dispatched again. */
const LEASE_SECONDS = 120;

/**
 * Requests a task. If there is an open task with the same name and subject, it is kept, and starts earlier if
 * this request is for an earlier time.
 */
export async function requestTask(
  db: Queryable,
  task: {
    readonly name: BackgroundTaskName;
    readonly queue: BackgroundQueue;
    readonly subjectId: string | null;
    readonly runAfter: Date;
  },
): Promise<string> {
  const [row] = await queryRows<{ id: string }>(
    db,
    `insert into background_tasks (id, name, queue, subject_id, run_after) values ($1, $2, $3, $4, $5)
     on conflict (name, subject_id) where status in ('pending', 'running') do update set
       run_after = least(background_tasks.run_after, excluded.run_after),
       queue = case when excluded.queue = 'critical' then 'critical' else background_tasks.queue end,
       dispatched_at = case when excluded.queue = 'critical' and background_tasks.queue <> 'critical'
         then null else background_tasks.dispatched_at end,
       updated_at = now()
     returning id`,
    [newId(), task.name, task.queue, task.subjectId, task.runAfter],
  );
  if (row === undefined) throw new Error('a task that was just made is not there');
  return row.id;
}

/** Dispatches due tasks and tasks whose worker vanished. */
export async function dispatchTasks(tx: Transaction, now: Date): Promise<readonly DispatchedRow[]> {
  return await queryRows<DispatchedRow>(
    tx,
    `update background_tasks set status = 'pending', dispatch_number = dispatch_number + 1,
       dispatched_at = clock_timestamp(), updated_at = now()
     where (status = 'pending' and dispatched_at is null and run_after <= $1)
       or (status = 'running' and lease_until < clock_timestamp())
     returning id, name, queue, dispatch_number as "dispatchNumber"`,
    [now],
  );
}

/** Starts a pending task; null if the task is no longer pending. */
export async function claimTask(
  db: Database,
  taskId: string,
  holder: string,
): Promise<{ readonly subjectId: string | null } | null> {
  const [row] = await queryRows<{ subjectId: string | null }>(
    db,
    `update background_tasks set status = 'running', holder = $2, dispatched_at = null,
       lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
       started_at = coalesce(started_at, now()), updated_at = now()
     where id = $1 and status = 'pending' returning subject_id as "subjectId"`,
    [taskId, holder],
  );
  return row ?? null;
}

/** Ends a task that this holder still has. */
export async function endTask(
  db: Queryable,
  taskId: string,
  holder: string,
  end: { readonly result: Json; readonly error: AppError | null; readonly now: Date },
): Promise<void> {
  const { result, error, now } = end;
  await queryRows(
    db,
    `update background_tasks set status = $3, result = $4, error_code = $5, error_message = $6,
       finished_at = $7, lease_until = null, updated_at = now()
     where id = $1 and holder = $2 and status = 'running'`,
    [
      taskId,
      holder,
      error === null ? 'success' : 'failed',
      jsonbText(result),
      error?.code ?? null,
      error?.message ?? null,
      now,
    ],
  );
}

/** Returns a task that was stopped before its end. */
export async function giveTaskBack(db: Database, taskId: string, holder: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(
      `update background_tasks set status = 'pending', holder = null, lease_until = null, dispatched_at = null,
         updated_at = now()
       where id = $1 and holder = $2 and status = 'running'`,
      [taskId, holder],
    );
  });
}
