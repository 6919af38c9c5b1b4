import { z } from 'zod';
import { leftOutTotalsShape } from './left-out.ts';
import { idShape, instantShape } from './scalars.ts';

const endedShape = z.object({
  /** All three together: what was cancelled counts nowhere. */
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
  /** 0 to 100; null while nothing has ended. */
  average_success_rate: z.number().nullable(),
  /** One a day of the last 30, the oldest first. */
  series: z.array(endedShape.extend({ date: z.iso.date(), tickets_created: z.int() })),
  /** Stores that active configurations read: first those out of reach, then the one that is furthest behind. */
  stores: z.array(
    z.object({
      credentials: idShape,
      name: z.string(),
      configurations: z.int(),
      /** Up to when all of them are in step; null: one never was. */
      in_step_until: instantShape.nullable(),
      /** The first failure, also under another set of the same server; null: it is in reach. */
      unreachable_since: instantShape.nullable(),
      last_failed_at: instantShape.nullable(),
      error_code: z.string().nullable(),
      error_message: z.string().nullable(),
      /** The same for all stores of one server that cannot be reached; null: it is in reach. */
      outage: idShape.nullable(),
    }),
  ),
  /** Executions whose attempts fail and that are tried again; the one that fails longest first. */
  failing: z.array(
    z.object({
      execution: idShape,
      configuration: idShape,
      name: z.string(),
      credentials: idShape,
      /** The first failed attempt. */
      since: instantShape,
      failed_attempts: z.int(),
      error_code: z.string().nullable(),
      error_message: z.string().nullable(),
    }),
  ),
  /** Of the last 7 days. */
  errors: z.array(z.object({ code: z.string(), executions: z.int() })),
  timezone: z.string(),
});
export type Stats = z.infer<typeof statsShape>;

/** A code keeps its meaning; new ones may come. */
const HEALTH_REASONS = [
  'database-full',
  'executions-silent',
  'schedule-late',
  'store-unreachable',
  'queue-unreachable',
  'worker-missing',
  'scheduler-missing',
  'tick-late',
  'clock-skewed',
  'queue-waiting',
  'store-refused',
  'configuration-error',
  'configuration-stale',
  'configuration-unverified',
  'incident-open',
  'message-undelivered',
] as const;

/** What the stream of executions sends when outages or open alerts change. */
export const attentionShape = z.object({
  stores_unreachable: z.int(),
  open_alerts: z.int(),
});

/** How the service itself does; for people and monitoring. Probes ask `/readyz`. */
export const systemHealthShape = z.object({
  status: z.enum(['healthy', 'degraded']),
  /** What makes it degraded. */
  reasons: z.array(z.enum(HEALTH_REASONS)),
  /** What waits for a person, and degrades nothing. */
  notices: z.array(z.enum(['reject-waiting', 'conflict-waiting'])),
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
  /** Those that gave a sign of life within the last 20 seconds. */
  processes: z.array(
    z.object({
      role: z.enum(['all', 'api', 'worker', 'scheduler']),
      host: z.string(),
      pid: z.int(),
      version: z.string(),
      /** From which it takes jobs. */
      queues: z.array(z.string()),
      started_at: instantShape,
      last_seen_at: instantShape,
      /** How far its machine's clock is ahead of PostgreSQL's; negative: behind; null: not known. */
      clock_skew_seconds: z.number().nullable(),
    }),
  ),
  /** From which no living process takes jobs. */
  unserved_queues: z.array(z.string()),
  /** When the schedule was last looked through; null: never yet. */
  last_tick_at: instantShape.nullable(),
  queue_reachable: z.boolean().nullable(),
  queues: z.array(
    z.object({
      name: z.string(),
      /** What could start now. */
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
      /** When it last passed a test or gave all that an execution asked; null: nothing is known of such a time. */
      last_contact_at: instantShape.nullable(),
      unreachable_since: instantShape.nullable(),
      /** Why it cannot be reached, or why it refuses us. */
      error_code: z.string().nullable(),
    }),
  ),
  configurations: z.object({ error: z.int(), stale: z.int(), unverified: z.int(), paused: z.int() }),
  /** Messages about incidents that did not reach their recipient. */
  undelivered_messages: z.int(),
  open_rejects: z.int(),
  /** By these rows together. */
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
  /** Waited already; now they go first. */
  promoted: z.int(),
  /** Run already. */
  skipped: z.int(),
  execution_ids: z.array(z.uuid()),
  detail: z.string(),
});

/** A task that was written down and starts by itself. */
export const taskShape = z.object({ task_id: z.uuid(), detail: z.string() });

export const purgeInput = z.strictObject({
  queue: z.enum(['critical', 'default', 'maintenance', 'notifications']).optional(),
});
export const purgedShape = z.object({ purged: z.array(z.string()), detail: z.string() });

export const resourcesShape = z.record(z.string(), z.url());
