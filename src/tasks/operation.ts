import { MOST_SKEW_MS } from '../backend/connection/database-clock.ts';
import { requireRoom } from '../backend/connection/require-room.ts';
import type { Queryable } from '../backend/database.ts';
import { type OperationFacts, readOperationFacts } from '../backend/operation/operation-records.ts';
import type { SeenProcess } from '../backend/operation/service-process-records.ts';
import { staleAfterMs } from '../configurations/schedule-grid.ts';
import { AppError } from '../kernel/errors.ts';
import {
  HEALTH_NOTICES,
  HEALTH_REASONS,
  type HealthNotice,
  type HealthReason,
} from '../vocabulary/health.ts';
import type { Carrier } from './carriers/carrier.ts';
import { QUEUES, type QueueName } from './carriers/queues.ts';

/** The state of the operation, as shown by `taquilla status`, `management/health/` and the overview. */
export interface Operation extends OperationFacts {
  /** true if nothing more can be stored. */
  readonly databaseFull: boolean;
  /** Whether the queue is reachable. Null if that is unknown, because no queue is available. */
  readonly queueReachable: boolean | null;
  /** Queues from which no running process takes jobs. */
  readonly unservedQueues: readonly QueueName[];
  /** The reasons why it is not healthy; empty if all is well. */
  readonly reasons: readonly HealthReason[];
  readonly notices: readonly HealthNotice[];
}

export interface OperationDeps {
  readonly db: Queryable;
  readonly now: () => Date;
  /** Null if no queue is available. */
  readonly carrier: Pick<Carrier, 'counts'> | null;
}

/**
 * Work that could start but has waited for this long is stuck. Work for an unreachable store waits on purpose
 * and does not count.
 */
const LONGEST_WAIT_SECONDS = 1_800;

/** Reads the present state. */
export async function readOperation({ db, now, carrier }: OperationDeps): Promise<Operation> {
  const facts = await readOperationFacts(db, staleAfterMs(), now());
  return assessOperation(facts, {
    databaseFull: await isFull(db),
    queueReachable: carrier === null ? null : await isReachable(carrier),
  });
}

type Servers = Pick<Operation, 'databaseFull' | 'queueReachable'>;

function assessOperation(facts: OperationFacts, servers: Servers): Operation {
  const { databaseFull, queueReachable } = servers;
  const { work, stores } = facts;
  const alive = facts.processes.filter((one) => one.alive);
  const unservedQueues = QUEUES.filter((queue) => !alive.some(({ queues }) => queues.includes(queue)));
  const longestWait = Math.max(0, ...facts.queues.map(({ oldestWaitSeconds }) => oldestWaitSeconds));
  const found: Readonly<Record<HealthReason, boolean>> = {
    'database-full': databaseFull,
    'executions-silent': work.silent > 0,
    'schedule-late': work.overdue > 0,
    'store-unreachable': work.stores_unreachable > 0,
    'queue-unreachable': queueReachable === false,
    'worker-missing': unservedQueues.length > 0,
    // Workers also run the schedule.
    'scheduler-missing': !alive.some(({ role }) => role !== 'api'),
    'tick-late': !facts.tickInTime,
    'clock-skewed': alive.some(hasWrongClock),
    'queue-waiting': longestWait > LONGEST_WAIT_SECONDS && work.stores_unreachable === 0,
    'store-refused': stores.some((one) => one.unreachableSince === null && one.errorCode !== null),
    'configuration-error': facts.failing.length > 0,
    'configuration-stale': facts.stale.length > 0,
    'configuration-unverified': facts.unverified.length > 0,
    'incident-open': facts.incidents.length > 0,
    'message-undelivered': facts.undelivered.length > 0,
  };
  const waiting: Readonly<Record<HealthNotice, boolean>> = {
    'reject-waiting': facts.rejects > 0,
    'conflict-waiting': facts.conflicts > 0,
  };
  return {
    ...facts,
    ...servers,
    unservedQueues,
    reasons: HEALTH_REASONS.filter((reason) => found[reason]),
    notices: HEALTH_NOTICES.filter((notice) => waiting[notice]),
  };
}

async function isFull(db: Queryable): Promise<boolean> {
  try {
    await requireRoom(db);
    return false;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'backend.disk-full') return true;
    throw thrown;
  }
}

/** Whether the clock is wrong by more than the threshold of an alert. */
export function hasWrongClock({ clockSkewMs }: SeenProcess): boolean {
  return clockSkewMs !== null && Math.abs(clockSkewMs) > MOST_SKEW_MS;
}

async function isReachable(carrier: Pick<Carrier, 'counts'>): Promise<boolean> {
  try {
    await carrier.counts('critical');
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === 'unavailable') return false;
    throw thrown;
  }
}

/** The document of `management/health/` and `taquilla status --json`. */
export function describeOperation(operation: Operation, version: string) {
  const { work, processes, queues } = operation;
  const { pending, running, silent, oldest_wait_seconds } = work;
  return {
    status: operation.reasons.length === 0 ? ('healthy' as const) : ('degraded' as const),
    reasons: [...operation.reasons],
    notices: [...operation.notices],
    executions: { pending, running, silent, oldest_wait_seconds },
    overdue_configurations: work.overdue,
    stores_unreachable: work.stores_unreachable,
    open_alerts: work.open_alerts,
    version,
    processes: processes
      .filter(({ alive }) => alive)
      .map((one) => ({
        role: one.role,
        host: one.host,
        pid: one.pid,
        version: one.version,
        queues: [...one.queues],
        started_at: instant(one.startedAt),
        last_seen_at: instant(one.lastSeenAt),
        clock_skew_seconds: one.clockSkewMs === null ? null : one.clockSkewMs / 1000,
      })),
    unserved_queues: [...operation.unservedQueues],
    last_tick_at: operation.lastTickAt === null ? null : instant(operation.lastTickAt),
    queue_reachable: operation.queueReachable,
    queues: QUEUES.map((name) => {
      const found = queues.find(({ queue }) => queue === name);
      return {
        name,
        ready: found?.ready ?? 0,
        later: found?.later ?? 0,
        running: found?.running ?? 0,
        oldest_wait_seconds: Math.round(found?.oldestWaitSeconds ?? 0),
      };
    }),
    stores: operation.stores.map((one) => ({
      credentials: one.credentialsId,
      name: one.name,
      last_contact_at: one.lastContactAt === null ? null : instant(one.lastContactAt),
      unreachable_since: one.unreachableSince === null ? null : instant(one.unreachableSince),
      error_code: one.errorCode,
    })),
    configurations: {
      error: operation.failing.length,
      stale: operation.stale.length,
      unverified: operation.unverified.length,
      paused: operation.paused,
    },
    undelivered_messages: operation.undelivered.length,
    open_rejects: operation.rejects,
    left_out: operation.leftOut,
    open_conflicts: operation.conflicts,
  };
}

/** A time in the API's format, with six digits. */
function instant(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}
