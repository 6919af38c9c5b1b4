import type { CarriedJob, QueueName } from './queues.ts';

/** A trigger answers with any implementation of the queue. */
export const ANSWER_WITHIN_MS = 2_000;

/** Does one job. */
export type JobHandler = (job: Omit<CarriedJob, 'id'>) => Promise<void>;

/** Jobs as they lie in a queue; how many wait for their time or failed at last is what our tables know. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/**
 * What carries jobs from the dispatcher to the workers: Redis, or the tables of the backend themselves. It may lose all
 * it has at any time: PostgreSQL holds the work, and the dispatcher hands it over again.
 */
export interface Carrier {
  /** @throws unavailable, at the latest after two seconds */
  add(queue: QueueName, job: CarriedJob): Promise<void>;
  /** Does a job of this id still wait there? Redis also knows whether it runs. @throws unavailable */
  holds(queue: QueueName, jobId: string): Promise<boolean>;
  /** Starts to take jobs of a queue. @throws unavailable */
  work(queue: QueueName, concurrency: number, handler: JobHandler): Promise<CarrierWorker>;
  /** @throws unavailable */
  counts(queue: QueueName): Promise<QueueCounts>;
  /** Removes what waits in a queue. What is still to be done comes back by the dispatcher. */
  purge(queue: QueueName): Promise<void>;
  /** Removes jobs that ended longer ago than this; answers how many. */
  removeEnded(queue: QueueName, olderThanMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface CarrierWorker {
  /** Looks for jobs at once: another process announced a new one. */
  wake(): void;
  /** Takes no more jobs, and waits for those that run. */
  close(): Promise<void>;
}
