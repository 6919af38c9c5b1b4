import { type Queryable, queryRows } from '../database.ts';
import { type HourCost, listHourCosts } from '../live/cost-records.ts';
import { LAPSED } from '../live/watch-records.ts';

/** How many executions have ended so far, including those that were removed. */
interface OutcomeFigures {
  readonly outcome: 'verified' | 'verified_with_rejects' | 'unverified' | 'failed' | 'cancelled';
  readonly executions: number;
  readonly timed: number;
  readonly durationSeconds: number;
  /** For each of `DURATION_BOUNDS_SECONDS`, how many of the timed executions took at most so long. */
  readonly within: readonly number[];
  readonly proofDifferences: number;
}

export const DURATION_BOUNDS_SECONDS = [1, 5, 15, 60, 300, 900, 3600] as const;

/** The state of one configuration that has a schedule. */
interface ConfigurationFigures {
  readonly id: string;
  readonly wooProductId: number;
  readonly frequency: string;
  /** The time since the last successful execution began. The backend has the store's data of that moment. */
  readonly lagSeconds: number;
  /**
   * The time since the last verified execution. Without one, it is the time since the configuration was
   * created.
   */
  readonly verifiedAgeSeconds: number;
  /** The duration of its last successful execution. */
  readonly proofDifferences: number;
}

export interface QueueFigures {
  readonly queue: string;
  readonly ready: number;
  readonly later: number;
  readonly running: number;
  readonly oldestWaitSeconds: number;
}

/** All metrics that come from PostgreSQL. */
export interface BackendFigures {
  readonly outcomes: readonly OutcomeFigures[];
  readonly rows: readonly { readonly kind: string; readonly operation: string; readonly rows: number }[];
  readonly attempts: readonly { readonly outcome: string; readonly attempts: number }[];
  readonly configurations: readonly ConfigurationFigures[];
  readonly statuses: readonly { readonly status: string; readonly configurations: number }[];
  readonly queues: readonly QueueFigures[];
  readonly rejects: readonly { readonly kind: string; readonly code: string; readonly rejects: number }[];
  readonly incidents: readonly { readonly kind: string; readonly incidents: number }[];
  readonly messages: readonly {
    readonly channel: string;
    readonly event: string;
    readonly result: string;
    readonly messages: number;
  }[];
  readonly waiting: readonly { readonly channel: string; readonly messages: number }[];
  /** What each set of credentials cost its store in the last hour. */
  readonly storeCosts: readonly HourCost[];
  readonly watches: readonly { readonly state: string; readonly watches: number }[];
}

/**
 * Reads all metrics, one statement after the other, so that a scrape uses only one connection.
 *
 * @param most this many configurations, those with the oldest success first
 */
export async function readFigures(db: Queryable, most: number, now: Date): Promise<BackendFigures> {
  return {
    outcomes: await readOutcomes(db),
    rows: await queryRows<BackendFigures['rows'][number]>(
      db,
      `select kind, operation, sum(row_count)::bigint as rows from sync_row_totals group by 1, 2 order by 1, 2`,
    ),
    attempts: await queryRows<BackendFigures['attempts'][number]>(
      db,
      'select outcome, sum(attempts)::bigint as attempts from sync_attempt_totals group by 1 order by 1',
    ),
    configurations: await queryRows<ConfigurationFigures>(db, CONFIGURATIONS, [most]),
    statuses: await queryRows<BackendFigures['statuses'][number]>(
      db,
      `select status, count(*)::int as configurations from sync_configurations where deleted_at is null
       group by 1 order by 1`,
    ),
    queues: await readQueueFigures(db),
    rejects: await queryRows<BackendFigures['rejects'][number]>(
      db,
      `select kind, code, count(*)::int as rejects from sync_rejects where settled_at is null and dismissed_at is null
       group by 1, 2 order by 1, 2`,
    ),
    incidents: await queryRows<BackendFigures['incidents'][number]>(
      db,
      `select kind, count(*)::int as incidents from alert_incidents where resolved_at is null
       group by 1 order by 1`,
    ),
    messages: await queryRows<BackendFigures['messages'][number]>(
      db,
      'select channel, event, result, messages from alert_message_totals order by 1, 2, 3',
    ),
    waiting: await queryRows<BackendFigures['waiting'][number]>(
      db,
      `select channel, count(*)::int as messages from alert_messages
       where sent_at is null and given_up_at is null group by 1 order by 1`,
    ),
    storeCosts: await listHourCosts(db, null, now),
    watches: await queryRows<BackendFigures['watches'][number]>(
      db,
      `select state, count(*)::int as watches from sync_live_watches w
       where w.holder is not null and not (${LAPSED}) group by 1 order by 1`,
    ),
  };
}

/** Pending work by queue. */
export async function readQueueFigures(db: Queryable): Promise<readonly QueueFigures[]> {
  return await queryRows<QueueFigures>(db, QUEUES);
}

/** A paused configuration is behind on purpose, so it is left out. */
const CONFIGURATIONS = `
  with latest as (
    select c.id, c.woo_product_id, c.frequency, c.created_at,
      max(t.last_started_at) filter (where t.outcome not in ('failed', 'cancelled')) as read_at,
      max(t.last_finished_at) filter (where t.outcome in ('verified', 'verified_with_rejects')) as verified_at,
      (array_agg(t.last_proof_differences order by t.last_finished_at desc)
        filter (where t.outcome not in ('failed', 'cancelled')))[1] as differences
    from sync_configurations c left join sync_execution_totals t on t.configuration_id = c.id
    where c.deleted_at is null and c.status in ('active', 'error')
    group by c.id
  )
  select id, woo_product_id as "wooProductId", frequency,
    greatest(extract(epoch from clock_timestamp() - coalesce(read_at, created_at)), 0)::float8 as "lagSeconds",
    greatest(extract(epoch from clock_timestamp() - coalesce(verified_at, created_at)), 0)::float8
      as "verifiedAgeSeconds",
    coalesce(differences, 0) as "proofDifferences"
  from latest order by coalesce(verified_at, created_at), id limit $1`;

const QUEUES = `
  select queue, count(*) filter (where status = 'pending' and due <= clock_timestamp())::int as ready,
    count(*) filter (where status = 'pending' and due > clock_timestamp())::int as later,
    count(*) filter (where status = 'running')::int as running,
    greatest(max(extract(epoch from clock_timestamp() - due)) filter (where status = 'pending'), 0)::float8
      as "oldestWaitSeconds"
  from (
    select queue, status, coalesce(next_attempt_at, created_at) as due from sync_executions
    where status in ('pending', 'running')
    union all
    select queue, status, run_after from background_tasks where status in ('pending', 'running')
  ) as work
  group by queue order by queue`;

async function readOutcomes(db: Queryable): Promise<readonly OutcomeFigures[]> {
  const within = DURATION_BOUNDS_SECONDS.map((bound) => `sum(within_${bound}s)::bigint`).join(', ');
  return await queryRows<OutcomeFigures>(
    db,
    `select outcome, sum(executions)::bigint as executions, sum(timed)::bigint as timed,
       sum(duration_seconds)::float8 as "durationSeconds", array[${within}]::float8[] as within,
       sum(proof_differences)::bigint as "proofDifferences"
     from sync_execution_totals group by 1 order by 1`,
  );
}
