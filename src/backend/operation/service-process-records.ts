import { MOST_SKEW_MS } from '../connection/database-clock.ts';
import { type Queryable, queryRows } from '../database.ts';

export type ProcessRole = 'all' | 'api' | 'worker' | 'scheduler';

/** One process of the service, with the facts that it reported about itself. */
export interface ProcessIdentity {
  readonly id: string;
  readonly role: ProcessRole;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** The queues from which the process takes jobs. */
  readonly queues: readonly string[];
}

export interface SeenProcess extends ProcessIdentity {
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  /**
   * How far the clock of its machine is ahead of the database's. Negative if it is behind; null if that is not
   * known.
   */
  readonly clockSkewMs: number | null;
  /** False if the process has been silent for longer than a running process ever is. */
  readonly alive: boolean;
}

/** As long as an execution may be without a heartbeat, by the database's clock. */
export const SILENT_AFTER = `interval '20 seconds'`;
/** A process that was killed longer ago than this is no longer listed. */
const FORGOTTEN_AFTER = `interval '1 day'`;

/** Records that this process is running. */
export async function noteProcess(
  db: Queryable,
  process: ProcessIdentity,
  clockSkewMs: number | null,
): Promise<void> {
  const { id, role, host, pid, version, queues } = process;
  await queryRows(
    db,
    `insert into service_processes (id, role, host, pid, version, queues, clock_skew_ms)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set last_seen_at = clock_timestamp(), clock_skew_ms = excluded.clock_skew_ms,
       updated_at = clock_timestamp()`,
    [id, role, host, pid, version, queues, clockSkewMs],
  );
}

/** Removes a process after an orderly end, so that it is not reported as missing. */
export async function forgetProcess(db: Queryable, id: string): Promise<void> {
  await queryRows(db, 'delete from service_processes where id = $1', [id]);
}

/** Running processes, and those that became silent within a day; the one that was seen last comes first. */
export async function listProcesses(db: Queryable): Promise<readonly SeenProcess[]> {
  return await queryRows<SeenProcess>(
    db,
    `select id, role, host, pid, version, queues, started_at as "startedAt", last_seen_at as "lastSeenAt",
       clock_skew_ms as "clockSkewMs", last_seen_at > clock_timestamp() - ${SILENT_AFTER} as alive
     from service_processes where last_seen_at > clock_timestamp() - ${FORGOTTEN_AFTER}
     order by last_seen_at desc, id`,
  );
}

/**
 * SQL: whether a running process reports that the clock of its machine, named `host`, is wrong by more than
 * this.
 */
export function anySkewed(host: string, mostMs: number): string {
  return `exists (select from service_processes p where p.host = ${host} and abs(p.clock_skew_ms) > ${mostMs}
    and p.last_seen_at > clock_timestamp() - ${SILENT_AFTER})`;
}

/**
 * Machines with a wrong clock and without an open incident, each with the worst report of its running
 * processes.
 */
export async function listNewlySkewed(
  db: Queryable,
): Promise<readonly { readonly host: string; readonly skewMs: number }[]> {
  return await queryRows<{ host: string; skewMs: number }>(
    db,
    `select distinct on (p.host) p.host, p.clock_skew_ms as "skewMs" from service_processes p
     where abs(p.clock_skew_ms) > ${MOST_SKEW_MS} and p.last_seen_at > clock_timestamp() - ${SILENT_AFTER}
       and not exists (select from alert_incidents i
         where i.kind = 'clock_skewed' and i.cause_key = 'clock:' || p.host and i.resolved_at is null)
     order by p.host, abs(p.clock_skew_ms) desc`,
  );
}

/** Returns how many it removed. */
export async function removeOldProcesses(db: Queryable): Promise<number> {
  const rows = await queryRows(
    db,
    `delete from service_processes where last_seen_at < clock_timestamp() - ${FORGOTTEN_AFTER} returning id`,
  );
  return rows.length;
}

/** Records a successful tick of the schedule. */
export async function noteTick(db: Queryable): Promise<void> {
  await queryRows(
    db,
    'update schedule_ticks set last_tick_at = clock_timestamp(), updated_at = clock_timestamp()',
  );
}
