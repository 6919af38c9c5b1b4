import type { BackgroundTaskName } from '../../backend/dispatch/background-task-records.ts';
import type { Timetable } from '../../backend/dispatch/timetable-records.ts';

/**
 * The queues by priority: requests of people, scheduled executions, maintenance, and messages. Each queue has
 * workers of its own, so that none waits behind another.
 */
export const QUEUES = ['critical', 'default', 'maintenance', 'notifications'] as const;
export type QueueName = (typeof QUEUES)[number];

/** How many jobs of a queue one worker process runs at the same time. */
export const DEFAULT_CONCURRENCY: Readonly<Record<QueueName, number>> = {
  critical: 4,
  default: 4,
  maintenance: 1,
  notifications: 1,
};

export type TaskName = BackgroundTaskName | 'sync_woocommerce_event';

/** The content of a job: its name is the task, and `subjectId` is the id of its row. */
export interface CarriedJob {
  /** The row's id, a hyphen and the number of its dispatch. It is never used twice. */
  readonly id: string;
  readonly name: TaskName;
  readonly subjectId: string;
}

const MINUTE_MS = 60_000;

/** Recurring tasks. Each is a row of `timetables`. */
export const TIMETABLES: readonly Timetable[] = [
  { name: 'run_scheduled_syncs', everyMs: 15 * MINUTE_MS },
  // Tests the sets of credentials that are due for their daily test.
  { name: 'plan_connection_tests', everyMs: 60 * MINUTE_MS },
  { name: 'cleanup_old_executions', everyMs: 7 * 24 * 60 * MINUTE_MS },
];
