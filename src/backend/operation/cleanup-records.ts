import { FREQUENT } from '../../vocabulary/configurations.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { BY_ITSELF } from '../executions/transitions.ts';

export interface CleanupLimits {
  /** Executions that ended before this time may be removed … */
  readonly before: Date;
  /**
   * … or before this one if they changed nothing, and live mode or a webhook caused them or their configuration syncs
   * every few minutes …
   */
  readonly idleBefore: Date;
  /** … unless they are among this number of newest executions of their configuration. */
  readonly keepNewest: number;
}

const BATCH = 200;

/**
 * A frequent configuration makes up to 1,440 executions a day, most of which find nothing, and live mode and webhooks
 * make as many. An execution without changes may still have the decision of a person, because a reject or conflict that
 * is found again moves to it.
 */
const IS_IDLE = `r.status = 'success'
  and r.verification is distinct from 'unverified'
  and not exists (select from sync_changes s where s.execution_id = r.id)
  and coalesce((r.counts #>> '{check_ins,created}')::bigint, 0) = 0
  and not exists (select from sync_rejects j where j.execution_id = r.id)
  and not exists (select from conflicts k where k.execution_id = r.id)
  and (r.${BY_ITSELF} or (r.trigger = 'schedule' and r.depth = 'quick'
    and exists (select from sync_configurations f where f.id = r.configuration_id
      and f.frequency in (${FREQUENT.map((one) => `'${one}'`).join(', ')}))))`;

/**
 * The executions that may be removed, the oldest first. Pending and running ones never are, and neither is the
 * last success of a configuration, or an execution that a checkpoint, an open reject or an open conflict refers
 * to.
 */
export async function findRemovable(db: Queryable, limits: CleanupLimits): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    `with ranked as (
       select id, configuration_id, status, trigger, depth, verification, counts, finished_at,
         row_number() over (partition by configuration_id, order_ids is null order by created_at desc, id desc) as place
       from sync_executions
     ), last_success as (
       select distinct on (configuration_id) id from sync_executions
       where status = 'success' and order_ids is null
       order by configuration_id, finished_at desc, id desc
     )
     select r.id from ranked r
     where r.place > $2 and r.status in ('success', 'failed', 'cancelled')
       and (r.finished_at < $1 or (r.finished_at < $3 and ${IS_IDLE}))
       and r.id not in (select id from last_success)
       and not exists (select from sync_checkpoints c where c.execution_id = r.id)
       and not exists (select from unfinished_readings u where u.execution_id = r.id)
       and not exists (select from sync_rejects j where j.execution_id = r.id and j.settled_at is null)
       and not exists (select from conflicts k where k.execution_id = r.id and k.settled_at is null)
     order by r.finished_at, r.id`,
    [limits.before, limits.keepNewest, limits.idleBefore],
  );
  return rows.map((row) => row.id);
}

/**
 * Removes executions with everything that belongs to them, one batch per transaction, until it is asked to
 * stop.
 */
export async function removeExecutions(
  db: Database,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (let start = 0; start < ids.length && !signal.aborted; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    removed += await inTransaction(db, async (tx) => await removeBatch(tx, batch));
  }
  return removed;
}

async function removeBatch(tx: Transaction, ids: readonly string[]): Promise<number> {
  for (const table of ['sync_log_lines', 'sync_changes', 'sync_proofs', 'sync_attempts']) {
    await tx.query(`delete from ${table} where execution_id = any($1)`, [ids]);
  }
  for (const table of ['sync_rejects', 'conflicts']) {
    await tx.query(`delete from ${table} where execution_id = any($1) and settled_at is not null`, [ids]);
  }
  const rows = await queryRows(tx, 'delete from sync_executions where id = any($1) returning id', [ids]);
  return rows.length;
}

/** Tasks and incidents that ended before this time. */
export async function removeOldTasksAndIncidents(
  db: Queryable,
  before: Date,
): Promise<{ readonly tasks: number; readonly incidents: number }> {
  const tasks = await queryRows(db, 'delete from background_tasks where finished_at < $1 returning id', [
    before,
  ]);
  const incidents = await queryRows(db, 'delete from alert_incidents where resolved_at < $1 returning id', [
    before,
  ]);
  return { tasks: tasks.length, incidents: incidents.length };
}

/** How long records of sign-ins and requests are kept. Changes, decisions and their authors are kept for a year. */
const OLD_ACCESS = [
  'delete from user_sessions where expires_at < $1',
  'delete from password_resets where expires_at < $1',
  `delete from account_mails where requested_at < $1::timestamptz - interval '7 days'`,
  `delete from login_attempts where attempted_at < $1::timestamptz - interval '7 days'`,
  `delete from idempotency_keys where created_at < $1::timestamptz - interval '7 days'`,
  `delete from sign_in_origins where last_login_at < $1::timestamptz - interval '180 days'`,
  `delete from audit_entries where created_at < $1::timestamptz - interval '365 days'`,
  `delete from held_removals where ended_at < $1::timestamptz - interval '365 days'`,
  `delete from sync_previews p where created_at < $1::timestamptz - interval '365 days'
     and not exists (select from sync_executions e where e.preview_id = p.id and e.status in ('pending', 'running'))`,
  // Refusals have a shorter time, because strangers can cause any number of them.
  `delete from audit_entries where merge_key is not null and created_at < $1::timestamptz - interval '90 days'`,
] as const;

/** Removes ended sessions, old sign-in attempts, keys of old requests, old decisions, and old audit entries. */
export async function removeOldAccess(db: Queryable, now: Date): Promise<number> {
  let removed = 0;
  for (const statement of OLD_ACCESS) {
    removed += (await queryRows(db, `${statement} returning 1`, [now])).length;
  }
  return removed;
}
