import type { CarriedJob, QueueName, TaskName, Timetable } from './queues.ts';

/** Does one job. `signal` is set off when the process must stop. */
export type JobHandler = (job: {
  readonly name: TaskName;
  readonly subjectId: string | null;
}) => Promise<void>;

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/**
 * What carries jobs from the dispatcher to the workers. It may lose all it has at any time: what is to be done
 * stands in PostgreSQL, and the dispatcher hands it over again.
 */
export interface Carrier {
  /** @throws unavailable `queue.unreachable`, at the latest after two seconds */
  add(queue: QueueName, job: CarriedJob): Promise<void>;
  /** Does a job of this id still wait or run there? @throws unavailable `queue.unreachable` */
  holds(queue: QueueName, jobId: string): Promise<boolean>;
  /** Makes sure that a task comes back by itself. @throws unavailable `queue.unreachable` */
  ensureTimetable(timetable: Timetable): Promise<void>;
  /** Starts to take jobs of a queue. */
  work(queue: QueueName, concurrency: number, handler: JobHandler): CarrierWorker;
  /** @throws unavailable `queue.unreachable` */
  counts(queue: QueueName): Promise<QueueCounts>;
  /** Removes what waits in a queue. What is still to be done comes back by the dispatcher. */
  purge(queue: QueueName): Promise<void>;
  /** Removes jobs that ended longer ago than this; answers how many. */
  removeEnded(queue: QueueName, olderThanMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface CarrierWorker {
  /** Takes no more jobs, and waits for those that run. */
  close(): Promise<void>;
}
