import { type LeftOutTotals, NOTHING_LEFT_OUT } from '../../kernel/sentences/left-out.ts';
import type { MessageChannel } from '../../vocabulary/alerts.ts';
import { outageOf } from '../credentials/outage-records.ts';
import { type Queryable, queryRows } from '../database.ts';
import { leftOutBy } from '../readings/left-out-records.ts';
import { type QueueFigures, readQueueFigures } from './figure-records.ts';
import { listProcesses, type SeenProcess, SILENT_AFTER } from './service-process-records.ts';
import { readWorkState, type WorkState } from './statistics-records.ts';

/** A store in the state of its last test or execution. */
interface StoreContact {
  readonly credentialsId: string;
  readonly name: string;
  /** When the store last passed a test, or answered a whole execution; null if that is not known. */
  readonly lastContactAt: Date | null;
  readonly unreachableSince: Date | null;
  /** Why the store cannot be reached or refuses the connection; null if no problem is known. */
  readonly errorCode: string | null;
}

/** A message about an incident that did not reach its recipient. */
export interface UndeliveredMessage {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly attempts: number;
  /** Null if no attempt was made yet. */
  readonly lastError: string | null;
  readonly createdAt: Date;
  /** Null if the message was given up. */
  readonly nextAttemptAt: Date | null;
}

export interface NamedConfiguration {
  readonly id: string;
  readonly name: string;
}

interface OpenIncident {
  readonly kind: string;
  readonly errorCode: string | null;
  /** The time of the first failure. */
  readonly startedAt: Date;
}

/** The facts about the operation that come from PostgreSQL. */
export interface OperationFacts {
  readonly work: WorkState;
  readonly processes: readonly SeenProcess[];
  readonly lastTickAt: Date | null;
  /**
   * False if the last tick is longer ago than two ticks. Without a tick, the start of the process that should
   * tick counts.
   */
  readonly tickInTime: boolean;
  readonly queues: readonly QueueFigures[];
  readonly stores: readonly StoreContact[];
  readonly incidents: readonly OpenIncident[];
  readonly undelivered: readonly UndeliveredMessage[];
  readonly failing: readonly NamedConfiguration[];
  readonly stale: readonly NamedConfiguration[];
  readonly unverified: readonly NamedConfiguration[];
  readonly paused: number;
  readonly rejects: number;
  readonly leftOut: LeftOutTotals;
  readonly conflicts: number;
}

/** If no attempt was made to send a message for this long, no worker for messages is running. */
const UNTRIED_FOR = `interval '10 minutes'`;
/** Two ticks of the schedule, as for overdue configurations. */
const TICK_LATE_AFTER = `interval '30 minutes'`;

/**
 * Reads the state of the operation, one statement after the other, so that it uses only one connection.
 *
 * @param staleAfterMs how long a success counts as recent, for each frequency
 */
export async function readOperationFacts(
  db: Queryable,
  staleAfterMs: Readonly<Record<string, number>>,
  now: Date,
): Promise<OperationFacts> {
  const configurations = await readConfigurations(db, staleAfterMs, now);
  const having = (trait: keyof ConfigurationTraits): readonly NamedConfiguration[] =>
    configurations.filter((one) => one[trait]).map(({ id, name }) => ({ id, name }));
  return {
    work: await readWorkState(db, now),
    processes: await listProcesses(db),
    ...(await readTick(db)),
    queues: await readQueueFigures(db),
    stores: await queryRows<StoreContact>(db, STORES),
    incidents: await queryRows<OpenIncident>(
      db,
      `select kind, error_code as "errorCode", coalesce(started_at, opened_at) as "startedAt" from alert_incidents
       where resolved_at is null order by opened_at, id`,
    ),
    undelivered: await queryRows<UndeliveredMessage>(db, UNDELIVERED, [now]),
    failing: having('failing'),
    stale: having('stale'),
    unverified: having('unverified'),
    paused: configurations.filter(({ paused }) => paused).length,
    ...(await readWaiting(db)),
  };
}

interface ConfigurationTraits {
  readonly failing: boolean;
  readonly stale: boolean;
  readonly unverified: boolean;
  readonly paused: boolean;
}

async function readConfigurations(
  db: Queryable,
  staleAfterMs: Readonly<Record<string, number>>,
  now: Date,
): Promise<readonly (NamedConfiguration & ConfigurationTraits)[]> {
  return await queryRows<NamedConfiguration & ConfigurationTraits>(
    db,
    `select c.id, c.name, c.status = 'error' as failing, c.status = 'paused' as paused,
       c.status in ('active', 'error') and c.next_due_at is not null and coalesce(
         greatest(c.last_success_at, c.scheduled_since)
           < $3::timestamptz - p.stale_after_ms * interval '1 millisecond', false)
         and not exists (select from sync_executions x where x.configuration_id = c.id and x.status = 'running') as stale,
       c.status in ('active', 'error') and coalesce(v.verification = 'unverified', false) as unverified
     from sync_configurations c
       left join unnest($1::text[], $2::bigint[]) as p (frequency, stale_after_ms) on p.frequency = c.frequency
       left join lateral (select e.verification from sync_executions e
         where e.configuration_id = c.id and e.verification is not null and e.order_ids is null
         order by e.created_at desc limit 1) v on true
     where c.deleted_at is null and c.status <> 'disabled' order by c.name, c.id`,
    [Object.keys(staleAfterMs), Object.values(staleAfterMs), now],
  );
}

/** A process that has never ticked counts as late once it has run for as long as two ticks. */
async function readTick(db: Queryable): Promise<Pick<OperationFacts, 'lastTickAt' | 'tickInTime'>> {
  const [row] = await queryRows<Pick<OperationFacts, 'lastTickAt' | 'tickInTime'>>(
    db,
    `select t.last_tick_at as "lastTickAt", coalesce(greatest(t.last_tick_at, (
         select min(p.started_at) from service_processes p where 'maintenance' = any(p.queues)
           and p.last_seen_at > clock_timestamp() - ${SILENT_AFTER}))
       > clock_timestamp() - ${TICK_LATE_AFTER}, true) as "tickInTime"
     from schedule_ticks t`,
  );
  return row ?? { lastTickAt: null, tickInTime: true };
}

type Waiting = Pick<OperationFacts, 'rejects' | 'leftOut' | 'conflicts'>;

async function readWaiting(db: Queryable): Promise<Waiting> {
  const [row] = await queryRows<Waiting>(
    db,
    `select (select count(*) from sync_rejects where settled_at is null and dismissed_at is null)::int as rejects,
       ${leftOutBy('r.settled_at is null and r.dismissed_at is null')} as "leftOut",
       (select count(*) from conflicts where settled_at is null)::int as conflicts`,
  );
  return row ?? { rejects: 0, leftOut: NOTHING_LEFT_OUT, conflicts: 0 };
}

/**
 * A set that only the command line used does not count as a store of the service until a configuration uses it.
 */
const STORES = `
  select k.id as "credentialsId", k.name, o.since as "unreachableSince",
    greatest(max(c.last_success_at), case when k.last_test_success then k.last_tested_at end, (
      select max(t.finished_at) from background_tasks t where t.subject_id = k.id and t.status = 'success'
        and t.name = 'test_woocommerce_connection')) as "lastContactAt",
    coalesce(o.error_code, (select i.error_code from alert_incidents i
      where i.credentials_id = k.id and i.kind = 'credentials_failing' and i.resolved_at is null limit 1))
      as "errorCode"
  from sync_credentials k
    left join sync_configurations c on c.credentials_id = k.id and c.deleted_at is null
    left join ${outageOf('k')} o on true
  where k.is_active
  group by k.id, k.name, k.origin, k.last_test_success, k.last_tested_at, o.since, o.error_code
  having k.origin <> 'command_line' or count(*) filter (where c.status in ('active', 'error')) > 0
  order by lower(k.name), k.id`;

const UNDELIVERED = `
  select m.id, m.channel, m.recipient, m.attempts, m.last_error as "lastError", m.created_at as "createdAt",
    case when m.given_up_at is null then m.next_attempt_at end as "nextAttemptAt"
  from alert_messages m join alert_incidents i on i.id = m.incident_id
  where m.sent_at is null and case when m.given_up_at is not null then i.resolved_at is null
    else m.last_error is not null or m.created_at < $1::timestamptz - ${UNTRIED_FOR} end
  order by m.created_at, m.id limit 200`;
