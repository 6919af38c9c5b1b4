import type { LeftOutTotals } from '../../kernel/sentences/left-out.ts';
import type { ExecutionStatus, Trigger } from '../../vocabulary/configurations.ts';
import type { ExecutionDepth } from '../../vocabulary/depths.ts';
import type { ProofRow, Verification } from '../../vocabulary/sync-report.ts';
import { type Queryable, queryRows } from '../database.ts';
import { contains, type ListOrder, orderBy } from '../queries/list-order.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { leftOutBy } from '../readings/left-out-records.ts';
import { hasWords } from '../search/search-text.ts';
import { readExpression } from '../tables/column-text.ts';

interface CountsRow {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
}

/** An execution as the API shows it. */
export interface ExecutionRow {
  readonly id: string;
  readonly configuration: string;
  readonly configuration_name: string;
  readonly event_id: string | null;
  readonly status: ExecutionStatus;
  readonly verification: Verification | null;
  readonly trigger: Trigger;
  readonly depth: ExecutionDepth | null;
  readonly requested_depth: ExecutionDepth | null;
  readonly orders: readonly number[] | null;
  readonly proof_scope: 'touched' | 'whole' | null;
  readonly whole_proved_at: string | null;
  readonly lag_seconds: number | null;
  readonly task_id: string;
  readonly triggered_by_name: string | null;
  readonly retry_of: string | null;
  readonly attempt_count: number;
  readonly max_retries: number;
  readonly next_attempt_at: string | null;
  readonly planned_at: string | null;
  readonly counts: Readonly<Record<string, CountsRow>>;
  readonly reject_count: number;
  readonly left_out: LeftOutTotals;
  readonly proof_summary: { readonly rows: number; readonly differing: number };
  readonly progress: {
    readonly phase: string;
    readonly orders_read: number;
    readonly orders_expected: number;
    readonly tickets_read: number;
    readonly tickets_expected: number;
    readonly percent: number;
  } | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly duration_seconds: number | null;
  /** When the execution or its progress last changed. */
  readonly changed_at_micros: number;
}

export type ExecutionColumn = 'created_at' | 'started_at' | 'finished_at' | 'status' | 'trigger';

const ORDER_COLUMNS = {
  created_at: { sql: 'e.created_at' },
  started_at: { sql: 'e.started_at', nullable: true },
  finished_at: { sql: 'e.finished_at', nullable: true },
  status: { sql: 'e.status' },
  trigger: { sql: 'e.trigger' },
} as const;

export interface ExecutionFilter {
  readonly status: string | null;
  readonly trigger: string | null;
  readonly verification: string | null;
  readonly configurationId: string | null;
  /** Created at this time or later; null means at any time. */
  readonly since: Date | null;
  readonly search: string | null;
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);

const CHANGED = '(extract(epoch from greatest(e.updated_at, p.updated_at)) * 1000000)::bigint';

/** `$1` is the present time. */
const ROW = `e.id, e.configuration_id as configuration, c.name as configuration_name, e.event_id, e.status,
  e.verification, e.trigger, e.depth, e.requested_depth, to_jsonb(e.order_ids) as orders,
  e.proof_scope,
  ${time('e.whole_proved_at')} as whole_proved_at,
  round(greatest(0, extract(epoch from e.finished_at - e.newest_change_at)))::float8 as lag_seconds,
  e.id::text as task_id,
  coalesce(u.name, split_part(u.email, '@', 1)) as triggered_by_name, e.retry_of,
  (select count(*) from sync_attempts a where a.execution_id = e.id)::int as attempt_count, e.max_retries,
  ${time('e.next_attempt_at')} as next_attempt_at, ${time('e.planned_at')} as planned_at, e.counts,
  (select count(*) from sync_execution_rejects r where r.execution_id = e.id)::int as reject_count,
  ${leftOutBy('r.id in (select x.reject_id from sync_execution_rejects x where x.execution_id = e.id)')} as left_out,
  (select json_build_object('rows', coalesce(sum(w.group_count), 0),
     'differing', coalesce(sum(w.group_count) filter (where not w.equal), 0))
   from sync_proofs w where w.execution_id = e.id) as proof_summary,
  case when e.status = 'running' and p.execution_id is not null then json_build_object(
    'phase', p.phase, 'orders_read', p.orders_read, 'orders_expected', p.orders_expected,
    'tickets_read', p.tickets_read, 'tickets_expected', p.tickets_expected,
    'percent', case when p.orders_expected + p.tickets_expected = 0 then 0 else least(100, round(
      100.0 * (p.orders_read + p.tickets_read) / (p.orders_expected + p.tickets_expected), 1)) end) end as progress,
  e.error_code, e.error_message, ${time('e.created_at')} as created_at,
  ${time('e.updated_at')} as updated_at, ${time('e.started_at')} as started_at,
  ${time('e.finished_at')} as finished_at,
  round(greatest(0, extract(epoch from coalesce(e.finished_at, $1) - e.started_at)), 3)::float8 as duration_seconds,
  ${CHANGED} as changed_at_micros`;

const JOINS = `join sync_configurations c on c.id = e.configuration_id
  left join users u on u.id = e.requested_by
  left join sync_progress p on p.execution_id = e.id`;

function where(first: number): string {
  const [status, trigger, verification, configuration, since, search] = [0, 1, 2, 3, 4, 5].map(
    (at) => `$${first + at}`,
  );
  // Configurations are filtered first, because there are fewer of them and an index covers the other
  // conditions.
  const found = `(${search}::text is null or ${contains(search ?? '', ['e.error_code'])} or e.configuration_id in
    (select c.id from sync_configurations c where ${hasWords(search ?? '', ['c.name'])}))`;
  return `(${status}::text is null or e.status = ${status})
    and (${trigger}::text is null or e.trigger = ${trigger})
    and (${verification}::text is null or e.verification = ${verification})
    and (${configuration}::uuid is null or e.configuration_id = ${configuration})
    and (${since}::timestamptz is null or e.created_at >= ${since}) and ${found}
    and ${updatedAfter('e', first + 6)}`;
}

export async function countExecutions(db: Queryable, filter: ExecutionFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from sync_executions e where ${where(1)}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listExecutions(
  db: Queryable,
  filter: ExecutionFilter,
  order: readonly ListOrder<ExecutionColumn>[],
  page: { readonly limit: number; readonly offset: number; readonly now: Date },
): Promise<readonly ExecutionRow[]> {
  const ordered = orderBy(ORDER_COLUMNS, order, 'e.id');
  return await queryRows<ExecutionRow>(
    db,
    `with page as materialized (
       select e.id from sync_executions e where ${where(2)} order by ${ordered} limit $9 offset $10
     )
     select ${ROW} from page join sync_executions e on e.id = page.id ${JOINS} order by ${ordered}`,
    [page.now, ...values(filter), page.limit, page.offset],
  );
}

export async function findExecutionRow(db: Queryable, id: string, now: Date): Promise<ExecutionRow | null> {
  const [row = null] = await findExecutionRows(db, [id], now);
  return row;
}

type ChangedExecution = Pick<ExecutionRow, 'id' | 'changed_at_micros'>;

/**
 * The time of the last change of each execution that runs, waits, or ended after this time; the newest change
 * comes first.
 *
 * @param limit null means no limit
 */
export async function listChanged(
  db: Queryable,
  endedSince: Date,
  limit: number | null = null,
): Promise<readonly ChangedExecution[]> {
  return await queryRows<ChangedExecution>(
    db,
    `select e.id, ${CHANGED} as changed_at_micros
     from sync_executions e left join sync_progress p on p.execution_id = e.id
     where e.status in ('pending', 'running')
     union
     select e.id, ${CHANGED} as changed_at_micros
     from sync_executions e left join sync_progress p on p.execution_id = e.id
     where e.finished_at is not null and e.finished_at >= $1
     order by changed_at_micros desc limit $2`,
    [endedSince, limit],
  );
}

export async function findExecutionRows(
  db: Queryable,
  ids: readonly string[],
  now: Date,
): Promise<readonly ExecutionRow[]> {
  return await queryRows<ExecutionRow>(
    db,
    `select ${ROW} from sync_executions e ${JOINS} where e.id = any($2)`,
    [now, ids],
  );
}

export interface ExecutionDetailRow {
  readonly attempts: readonly {
    readonly number: number;
    readonly outcome: 'success' | 'failed' | 'cancelled' | 'worker_lost' | 'given_back' | null;
    readonly error_code: string | null;
    readonly error_message: string | null;
    readonly started_at: string;
    readonly finished_at: string | null;
    readonly orders_read: number | null;
    readonly tickets_read: number | null;
    readonly continued_from: {
      readonly execution: string;
      readonly attempt: number;
      readonly phase: 'orders' | 'orphans' | 'done';
      readonly position: number;
    } | null;
  }[];
  readonly proof: readonly (ProofRow & { readonly group_count: number })[];
  readonly warnings: readonly string[];
  readonly unmapped_statuses: readonly string[];
  readonly timings_ms: Readonly<Record<string, number>>;
}

/** The details of an execution that lists leave out. */
export async function readExecutionDetail(db: Queryable, id: string): Promise<ExecutionDetailRow> {
  const attempts = await queryRows<ExecutionDetailRow['attempts'][number]>(
    db,
    `select number, outcome, error_code, error_message, ${time('started_at')} as started_at,
       ${time('finished_at')} as finished_at, orders_read, tickets_read,
       case when continued_execution_id is not null then json_build_object('execution', continued_execution_id,
         'attempt', continued_attempt, 'phase', continued_phase, 'position', continued_position)
       end as continued_from
     from sync_attempts where execution_id = $1 order by number`,
    [id],
  );
  const proof = await queryRows<ExecutionDetailRow['proof'][number]>(
    db,
    `select scope, subject, group_name as "group", measure, store_value as store, backend_value as backend, equal, group_count
     from sync_proofs where execution_id = $1 order by equal, scope desc, subject, group_name, measure`,
    [id],
  );
  const [rest] = await queryRows<Omit<ExecutionDetailRow, 'attempts' | 'proof'>>(
    db,
    'select warnings, unmapped_statuses, timings_ms from sync_executions where id = $1',
    [id],
  );
  return {
    attempts,
    proof,
    ...(rest ?? { warnings: [], unmapped_statuses: [], timings_ms: {} }),
  };
}

export interface ErrorGroupRow {
  readonly code: string;
  readonly message: string | null;
  readonly executions: number;
  readonly configurations: number;
  readonly first_at: string;
  readonly last_at: string;
}

/** Failed executions by reason, targeted ones left out, the most frequent first. */
export async function groupErrors(
  db: Queryable,
  since: Date | null,
  configurationId: string | null,
): Promise<readonly ErrorGroupRow[]> {
  return await queryRows<ErrorGroupRow>(
    db,
    `select error_code as code, (array_agg(error_message order by created_at desc))[1] as message,
       count(*)::int as executions, count(distinct configuration_id)::int as configurations,
       ${time('min(created_at)')} as first_at, ${time('max(created_at)')} as last_at
     from sync_executions
     where error_code is not null and status = 'failed' and order_ids is null
       and ($1::timestamptz is null or created_at >= $1)
       and ($2::uuid is null or configuration_id = $2)
     group by error_code order by count(*) desc, error_code limit 200`,
    [since, configurationId],
  );
}

function values(filter: ExecutionFilter): unknown[] {
  const { status, trigger, verification, configurationId, since, search } = filter;
  return [status, trigger, verification, configurationId, since, search, filter.updatedAfter ?? null];
}
