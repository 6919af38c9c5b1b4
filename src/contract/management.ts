import { z } from 'zod';
import { HEALTH_NOTICES, HEALTH_REASONS } from '../vocabulary/health.ts';
import { leftOutTotalsShape } from './left-out.ts';
import { idShape, instantShape } from './scalars.ts';

const endedShape = z.object({
  /** Successful, unverified and failed executions together. Cancelled ones do not count. */
  total: z.int(),
  successful: z.int(),
  failed: z.int(),
  unverified: z.int(),
});

export const statsShape = z.object({
  configurations: z.object({
    total: z.int(),
    active: z.int(),
    paused: z.int(),
    disabled: z.int(),
    error: z.int(),
    due: z.int(),
  }),
  executions: z.object({ today: endedShape, last_7_days: endedShape }),
  /** 0 to 100; null if no execution has ended yet. */
  average_success_rate: z.number().nullable(),
  /** One entry for each of the last 30 days, the oldest first. */
  series: z.array(endedShape.extend({ date: z.iso.date(), tickets_created: z.int() })),
  /** Stores of active configurations: first the unreachable ones, then the one that is furthest behind. */
  stores: z.array(
    z.object({
      credentials: idShape,
      name: z.string(),
      configurations: z.int(),
      /** The time up to which all of its events are synced; null if one of them never was. */
      in_step_until: instantShape.nullable(),
      /**
       * The first failed attempt to reach it, even if it was made with another set of the same server. Null if
       * it is reachable.
       */
      unreachable_since: instantShape.nullable(),
      last_failed_at: instantShape.nullable(),
      error_code: z.string().nullable(),
      error_message: z.string().nullable(),
      /** The same for all stores of one unreachable server; null if it is reachable. */
      outage: idShape.nullable(),
    }),
  ),
  /**
   * Executions whose attempts fail and that are being retried; the one that has failed longest comes first.
   */
  failing: z.array(
    z.object({
      execution: idShape,
      configuration: idShape,
      name: z.string(),
      credentials: idShape,
      /** The time of the first failed attempt. */
      since: instantShape,
      failed_attempts: z.int(),
      error_code: z.string().nullable(),
      error_message: z.string().nullable(),
    }),
  ),
  /** The errors of the last 7 days. */
  errors: z.array(z.object({ code: z.string(), executions: z.int() })),
  timezone: z.string(),
});
export type Stats = z.infer<typeof statsShape>;

/** The message of the stream of executions when outages or open alerts change. */
export const attentionShape = z.object({
  stores_unreachable: z.int(),
  open_alerts: z.int(),
});

/** The state of the service itself, for people and monitoring. Probes ask `/readyz`. */
export const systemHealthShape = z.object({
  status: z.enum(['healthy', 'degraded']),
  /** The reasons why the operation is degraded. */
  reasons: z.array(z.enum(HEALTH_REASONS)),
  /** Open items for a person. They do not degrade the operation. */
  notices: z.array(z.enum(HEALTH_NOTICES)),
  executions: z.object({
    pending: z.int(),
    running: z.int(),
    silent: z.int(),
    oldest_wait_seconds: z.int().nullable(),
  }),
  overdue_configurations: z.int(),
  stores_unreachable: z.int(),
  open_alerts: z.int(),
  version: z.string(),
  /** Processes with a heartbeat in the last 20 seconds. */
  processes: z.array(
    z.object({
      role: z.enum(['all', 'api', 'worker', 'scheduler']),
      host: z.string(),
      pid: z.int(),
      version: z.string(),
      /** The queues from which the process takes jobs. */
      queues: z.array(z.string()),
      started_at: instantShape,
      last_seen_at: instantShape,
      /**
       * How far the clock of its machine is ahead of PostgreSQL's. Negative if it is behind; null if that is
       * not known.
       */
      clock_skew_seconds: z.number().nullable(),
    }),
  ),
  /** Queues from which no running process takes jobs. */
  unserved_queues: z.array(z.string()),
  /** The last tick of the schedule; null if there was none yet. */
  last_tick_at: instantShape.nullable(),
  queue_reachable: z.boolean().nullable(),
  queues: z.array(
    z.object({
      name: z.string(),
      /** The number of jobs that could start now. */
      ready: z.int(),
      later: z.int(),
      running: z.int(),
      oldest_wait_seconds: z.int(),
    }),
  ),
  stores: z.array(
    z.object({
      credentials: idShape,
      name: z.string(),
      /** When the store last passed a test, or answered a whole execution; null if that is not known. */
      last_contact_at: instantShape.nullable(),
      unreachable_since: instantShape.nullable(),
      /** Why the store cannot be reached or refuses the connection. */
      error_code: z.string().nullable(),
    }),
  ),
  configurations: z.object({ error: z.int(), stale: z.int(), unverified: z.int(), paused: z.int() }),
  /** Messages about incidents that did not reach their recipient. */
  undelivered_messages: z.int(),
  open_rejects: z.int(),
  /** What these rows leave out together. */
  left_out: leftOutTotalsShape,
  open_conflicts: z.int(),
});
export type SystemHealth = z.infer<typeof systemHealthShape>;

export const queueStatusShape = z.object({
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: z.int(),
      active: z.int(),
      delayed: z.int(),
      failed: z.int(),
    }),
  ),
});

export const triggerAllShape = z.object({
  triggered: z.int(),
  /** Executions that were already pending and now go first. */
  promoted: z.int(),
  /** Configurations whose execution is already running. */
  skipped: z.int(),
  execution_ids: z.array(z.uuid()),
  detail: z.string(),
});

/** A stored task that starts by itself. */
export const taskShape = z.object({ task_id: z.uuid(), detail: z.string() });

export const purgeInput = z.strictObject({
  queue: z.enum(['critical', 'default', 'maintenance', 'notifications']).optional(),
});
export const purgedShape = z.object({ purged: z.array(z.string()), detail: z.string() });

export const resourcesShape = z.record(z.string(), z.url());
