import { outageOf } from '../credentials/outage-records.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';

const MOST_FAILING = 500;
const NOTHING_ENDED = { total: 0, successful: 0, failed: 0, unverified: 0, tickets_created: 0 } as const;

export interface ConfigurationStatistics {
  readonly total: number;
  readonly active: number;
  readonly paused: number;
  readonly disabled: number;
  readonly error: number;
  /** How many configurations are on the schedule and due. */
  readonly due: number;
  /** 0 to 100; null if no execution has ended yet. */
  readonly average_success_rate: number | null;
}

export interface EndedExecutions {
  /** Successful, unverified and failed executions together. Cancelled ones do not count. */
  readonly total: number;
  readonly successful: number;
  readonly failed: number;
  readonly unverified: number;
}

/** The executions of one day, and the rows that they loaded. */
export interface EndedDay extends EndedExecutions {
  readonly tickets_created: number;
}

/** A store that active configurations read. */
export interface StoreLag {
  readonly credentials: string;
  readonly name: string;
  readonly configurations: number;
  /** The time up to which all of them are synced; null if one of them was never synced. */
  readonly in_step_until: string | null;
  /**
   * The first failed attempt to reach the store, even if it was made with another set of the same server. Null
   * if the store is reachable.
   */
  readonly unreachable_since: string | null;
  readonly last_failed_at: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  /** The same for all sets of an unreachable server; null if the server is reachable. */
  readonly outage: string | null;
}

/** An execution whose attempts fail and that is being retried. */
export interface FailingExecution {
  readonly execution: string;
  readonly configuration: string;
  readonly name: string;
  readonly credentials: string;
  /** The time of the first failed attempt. */
  readonly since: string;
  readonly failed_attempts: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

export async function readStoreLags(db: Queryable): Promise<readonly StoreLag[]> {
  return await queryRows<StoreLag>(
    db,
    `select k.id as credentials, k.name, count(*)::int as configurations,
       case when bool_and(c.last_success_at is not null)
         then ${readExpression('timestamptz', 'min(c.last_success_at)')} end as in_step_until,
       ${readExpression('timestamptz', 'min(o.since)')} as unreachable_since,
       ${readExpression('timestamptz', 'max(o.last_failed_at)')} as last_failed_at,
       min(o.error_code) as error_code, min(o.error_message) as error_message, min(o.outage) as outage
     from sync_configurations c join sync_credentials k on k.id = c.credentials_id
       left join ${outageOf('k')} o on true
     where c.deleted_at is null and c.status in ('active', 'error')
     group by k.id, k.name
     order by min(o.since) is null, bool_and(c.last_success_at is not null), min(c.last_success_at), lower(k.name)`,
  );
}

export async function readFailingExecutions(db: Queryable): Promise<readonly FailingExecution[]> {
  return await queryRows<FailingExecution>(
    db,
    `select e.id as execution, c.id as configuration, c.name, c.credentials_id as credentials,
       ${readExpression('timestamptz', 'e.first_failed_at')} as since, e.failed_attempts, e.error_code, e.error_message
     from sync_executions e join sync_configurations c on c.id = e.configuration_id
     where e.status in ('pending', 'running') and e.failed_attempts > 0 and e.first_failed_at is not null
     order by e.first_failed_at, e.id limit ${MOST_FAILING}`,
  );
}

export async function readConfigurationStatistics(
  db: Queryable,
  now: Date,
): Promise<ConfigurationStatistics> {
  const [row] = await queryRows<ConfigurationStatistics>(
    db,
    `select count(*)::int as total, count(*) filter (where status = 'active')::int as active,
       count(*) filter (where status = 'paused')::int as paused,
       count(*) filter (where status = 'disabled')::int as disabled,
       count(*) filter (where status = 'error')::int as error,
       count(*) filter (where status in ('active', 'error') and next_due_at <= $1)::int as due,
       round(avg(success_rate), 2)::float8 as average_success_rate
     from sync_configurations where deleted_at is null`,
    [now],
  );
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}

/**
 * Ended executions of whole events, one row for each of the days that start at these times; the tickets are also those
 * of targeted executions.
 * @param days starts in ascending order; the last day ends now
 */
export async function readEndedByDay(db: Queryable, days: readonly Date[]): Promise<readonly EndedDay[]> {
  const rows = await queryRows<EndedDay & { day: number }>(
    db,
    `select width_bucket(finished_at, $1::timestamptz[]) as day,
       count(*) filter (where not is_targeted)::int as total,
       count(*) filter (where not is_targeted and status = 'success'
         and verification is distinct from 'unverified')::int as successful,
       count(*) filter (where not is_targeted and status = 'failed')::int as failed,
       count(*) filter (where not is_targeted and status = 'success' and verification = 'unverified')::int as unverified,
       coalesce(sum((counts->'tickets'->>'created')::int), 0)::int as tickets_created
     from (select e.*, e.order_ids is not null as is_targeted from sync_executions e) e
     where finished_at is not null and finished_at >= ($1::timestamptz[])[1] and status in ('success', 'failed')
     group by 1`,
    [days],
  );
  const byDay = new Map(rows.map(({ day, ...ended }) => [day, ended]));
  return days.map((_, at) => byDay.get(at + 1) ?? NOTHING_ENDED);
}

export async function countErrors(
  db: Queryable,
  since: Date,
): Promise<readonly { readonly code: string; readonly executions: number }[]> {
  return await queryRows<{ code: string; executions: number }>(
    db,
    `select error_code as code, count(*)::int as executions from sync_executions
     where finished_at is not null and finished_at >= $1 and status = 'failed' and error_code is not null
       and order_ids is null
     group by 1 order by 2 desc, 1 limit 50`,
    [since],
  );
}

/** What is running, and what should be running but is not. */
export interface WorkState {
  readonly pending: number;
  readonly running: number;
  /** Running executions whose worker has been silent for too long. */
  readonly silent: number;
  /** How long the oldest execution that could start has waited; null if none waits. */
  readonly oldest_wait_seconds: number | null;
  /**
   * Configurations that have been due for longer than two ticks of the schedule and have no pending or running
   * execution.
   */
  readonly overdue: number;
  readonly stores_unreachable: number;
  readonly open_alerts: number;
}

export async function readWorkState(db: Queryable, now: Date): Promise<WorkState> {
  const [row] = await queryRows<WorkState>(
    db,
    `select
       (select count(*) from sync_executions where status = 'pending')::int as pending,
       (select count(*) from sync_executions where status = 'running')::int as running,
       (select count(*) from sync_executions e where e.status = 'running' and not exists (
          select from sync_leases l where l.execution_id = e.id
            and l.heartbeat_at > clock_timestamp() - interval '60 seconds'))::int as silent,
       (select round(max(extract(epoch from $1 - next_attempt_at)))::int from sync_executions e
        where status = 'pending' and next_attempt_at <= $1 and not exists (select from sync_executions r
          where r.configuration_id = e.configuration_id and r.status = 'running')) as oldest_wait_seconds,
       (select count(*) from sync_configurations c
        where c.deleted_at is null and c.status in ('active', 'error')
          and c.next_due_at < $1::timestamptz - interval '30 minutes' and not exists (
            select from sync_executions e where e.configuration_id = c.id and e.status in ('pending', 'running')
              and e.order_ids is null)
       )::int as overdue,
       (select count(*) from sync_credentials k join ${outageOf('k')} o on true
        where k.is_active and (k.origin <> 'command_line' or exists (select from sync_configurations c
          where c.credentials_id = k.id and c.deleted_at is null and c.status in ('active', 'error')))
       )::int as stores_unreachable,
       (select count(*) from alert_incidents where resolved_at is null)::int as open_alerts`,
    [now],
  );
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}
