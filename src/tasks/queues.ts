/**
 * Queues by priority: what a person asked for, what the schedule planned, upkeep, and messages. A queue has
 * workers of its own, so that none waits behind another.
 */
export const QUEUES = ['critical', 'default', 'maintenance', 'notifications'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Jobs of a queue that one worker process does at the same time. */
export const DEFAULT_CONCURRENCY: Readonly<Record<QueueName, number>> = {
  critical: 4,
  default: 4,
  maintenance: 1,
  notifications: 1,
};

export type TaskName =
  | 'run_scheduled_syncs'
  | 'sync_woocommerce_event'
  | 'cleanup_old_executions'
  | 'test_woocommerce_connection'
  | 'send_alert'
  | 'send_account_mail';

/** What the carrier brings: the name says what to do, `subjectId` which row it is about. */
export interface CarriedJob {
  /** Never used twice: the carrier ignores an id that it has seen. */
  readonly id: string;
  readonly name: TaskName;
  readonly subjectId: string | null;
}

/** A task that comes back by itself. */
export interface Timetable {
  readonly name: TaskName;
  readonly queue: QueueName;
  readonly everyMs: number;
}

const MINUTE_MS = 60_000;

/** However many processes name them, the carrier keeps each once. */
export const TIMETABLES: readonly Timetable[] = [
  { name: 'run_scheduled_syncs', queue: 'maintenance', everyMs: 15 * MINUTE_MS },
  // those whose daily test it is time for
  { name: 'test_woocommerce_connection', queue: 'maintenance', everyMs: 60 * MINUTE_MS },
  { name: 'cleanup_old_executions', queue: 'maintenance', everyMs: 7 * 24 * 60 * MINUTE_MS },
];
