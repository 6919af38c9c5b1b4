import type { BackgroundTaskName } from '../../backend/operation/background-task-records.ts';
import type { Timetable } from '../../backend/operation/timetable-records.ts';

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

export type TaskName = BackgroundTaskName | 'sync_woocommerce_event';

/** What the carrier brings: the name says what to do, `subjectId` which row it is about. */
export interface CarriedJob {
  /** The row's id, a hyphen and the number of its dispatch; never used twice. */
  readonly id: string;
  readonly name: TaskName;
  readonly subjectId: string;
}

const MINUTE_MS = 60_000;

/** What comes back by itself; each of them is a row of `timetables`. */
export const TIMETABLES: readonly Timetable[] = [
  { name: 'run_scheduled_syncs', everyMs: 15 * MINUTE_MS },
  // those whose daily test it is time for
  { name: 'plan_connection_tests', everyMs: 60 * MINUTE_MS },
  { name: 'cleanup_old_executions', everyMs: 7 * 24 * 60 * MINUTE_MS },
];
