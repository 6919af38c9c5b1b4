import { FREQUENT, type Frequency } from '../../vocabulary/configurations.ts';
import { queryRows, type Transaction } from '../database.ts';
import { allows, BY_ITSELF, OF_EVENT, request } from '../executions/transitions.ts';

/** The regular times at which a configuration is due. */
export interface Schedule {
  readonly frequency: Frequency;
  readonly anchor: Date;
  /** An IANA zone. */
  readonly timezone: string;
  /**
   * The time of day as `HH:MM` in the time zone, for daily and rarer syncs. Null means the anchor's own time of
   * day.
   */
  readonly runAt: string | null;
}

export interface ScheduledConfiguration {
  readonly configurationId: string;
  readonly schedule: Schedule;
  readonly nextDueAt: Date | null;
}

const COLUMNS = `id, frequency, schedule_anchor, timezone, to_char(run_at, 'HH24:MI') as run_at, next_due_at`;

interface Row {
  readonly id: string;
  readonly frequency: Frequency;
  readonly schedule_anchor: Date;
  readonly timezone: string;
  readonly run_at: string | null;
  readonly next_due_at: Date | null;
}

/**
 * Due configurations without an execution, locked until the transaction ends. A pending one that live mode or a webhook
 * requested does not count, because `plan` makes it the scheduled one.
 */
export async function lockDue(tx: Transaction, now: Date): Promise<readonly ScheduledConfiguration[]> {
  return await lockWhere(tx, 'c.next_due_at <= $1', now);
}

/**
 * The due configurations of the frequencies that are finer than the tick. Those that fail wait for the tick, so that
 * a store that refuses its credentials is not asked every minute. So do those whose last whole proof failed, because
 * each of their executions sweeps.
 */
export async function lockFrequentDue(
  tx: Transaction,
  now: Date,
): Promise<readonly ScheduledConfiguration[]> {
  return await lockWhere(tx, FREQUENT_DUE, now);
}

/**
 * Configurations without a next time, or with a time later than any schedule allows. Such a time was set while
 * the clock was wrong.
 */
export async function lockMisplaced(tx: Transaction, now: Date): Promise<readonly ScheduledConfiguration[]> {
  return await lockWhere(tx, MISPLACED, now);
}

const MISPLACED = `(c.next_due_at is null or c.next_due_at > $1::timestamptz + case c.frequency
  when 'every_minute' then interval '1 minute' when 'every_5_minutes' then interval '5 minutes'
  when 'every_15_minutes' then interval '15 minutes' when 'hourly' then interval '1 hour'
  when 'daily' then interval '26 hours' when 'weekly' then interval '7 days 2 hours'
  else interval '31 days 2 hours' end)`;

const FREQUENCIES = FREQUENT.map((one) => `'${one}'`).join(', ');
const FREQUENT_DUE = `(c.next_due_at <= $1 or ${MISPLACED}) and c.frequency in (${FREQUENCIES})
  and c.status = 'active' and not exists (
    select from sync_checkpoints k where k.configuration_id = c.id and k.is_doubted)`;

async function lockWhere(
  tx: Transaction,
  condition: string,
  now: Date,
): Promise<readonly ScheduledConfiguration[]> {
  const rows = await queryRows<Row>(
    tx,
    `select ${COLUMNS} from sync_configurations c
     where ${condition} and c.status in ('active', 'error') and c.frequency <> 'manual' and not exists (
       select from sync_executions e where e.configuration_id = c.id and e.status in ('pending', 'running')
         and e.requested_depth is distinct from 'targeted' and not (e.status = 'pending' and e.${BY_ITSELF}))
     order by c.id for no key update of c skip locked`,
    [now],
  );
  return rows.map(toScheduled);
}

export async function lockSchedule(
  tx: Transaction,
  configurationId: string,
): Promise<ScheduledConfiguration | undefined> {
  const rows = await queryRows<Row>(
    tx,
    `select ${COLUMNS} from sync_configurations where id = $1 for no key update`,
    [configurationId],
  );
  return rows.map(toScheduled)[0];
}

export interface Planned {
  readonly configurationId: string;
  /** The scheduled time of this execution. Null to set only the next time and create no execution. */
  readonly plannedAt: Date | null;
  readonly nextDueAt: Date | null;
}

/**
 * Creates an execution for each configuration, or takes its pending one, and sets its next scheduled time. Returns how
 * many scheduled executions that made.
 */
export async function plan(
  tx: Transaction,
  planned: readonly Planned[],
  maxRetries: number,
  now: Date,
): Promise<number> {
  const due = planned.filter((one) => one.plannedAt !== null);
  const asked = { trigger: 'schedule', queue: 'default', requestedDepth: null, requestedBy: null } as const;
  const requests = due.map(({ configurationId, plannedAt }) => {
    return { ...asked, configurationId, plannedAt, retryOf: null, maxRetries };
  });
  const adopted = await adoptForSchedule(tx, due);
  const made = await request(tx, requests, now);
  await tx.query(
    `update sync_configurations c set next_due_at = p.next_due_at, updated_at = now()
     from unnest($1::uuid[], $2::timestamptz[]) as p (configuration_id, next_due_at)
     where c.id = p.configuration_id`,
    [planned.map((one) => one.configurationId), planned.map((one) => one.nextDueAt)],
  );
  return adopted + made.length;
}

/**
 * Makes the pending execution that live mode or a webhook requested for the event that of a scheduled time, at the
 * depth that the budget allows. Otherwise it would keep the schedule, and so the sweeps, from running.
 */
async function adoptForSchedule(tx: Transaction, due: readonly Planned[]): Promise<number> {
  const rows = await queryRows(
    tx,
    `update sync_executions e set trigger = 'schedule', requested_depth = null, planned_at = p.planned_at,
       updated_at = now()
     from unnest($1::uuid[], $2::timestamptz[]) as p (configuration_id, planned_at)
     where e.configuration_id = p.configuration_id and ${allows('adopt')} and ${OF_EVENT} and ${BY_ITSELF}
       and not exists (select from sync_executions o
         where o.configuration_id = p.configuration_id and o.planned_at = p.planned_at)
     returning e.id`,
    [due.map((one) => one.configurationId), due.map((one) => one.plannedAt)],
  );
  return rows.length;
}

function toScheduled(row: Row): ScheduledConfiguration {
  const { id, frequency, timezone } = row;
  const schedule = { frequency, anchor: row.schedule_anchor, timezone, runAt: row.run_at };
  return { configurationId: id, schedule, nextDueAt: row.next_due_at };
}
