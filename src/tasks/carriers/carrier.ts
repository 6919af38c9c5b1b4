import type { CarriedJob, QueueName } from './queues.ts';

/** The time limit of every answer. With any carrier, a trigger works even if the carrier does not answer. */
export const ANSWER_WITHIN_MS = 2_000;

/** Does one job. */
export type JobHandler = (job: Omit<CarriedJob, 'id'>) => Promise<void>;

/**
 * The numbers of jobs in a queue. Our tables know how many wait for their time and how many have finally
 * failed.
 */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/**
 * The carrier of jobs from the dispatcher to the workers: Redis, or the backend's own tables. It may lose its
 * content at any time, because PostgreSQL has the work and the dispatcher delivers it again.
 */
export interface Carrier {
  /** @throws unavailable, at the latest after two seconds */
  add(queue: QueueName, job: CarriedJob): Promise<void>;
  /**
   * Whether a job with this id still waits in the carrier. Redis also knows whether it is running.
   *
   * @throws unavailable
   */
  holds(queue: QueueName, jobId: string): Promise<boolean>;
  /**
   * Starts to take jobs of a queue.
   *
   * @throws unavailable
   */
  work(queue: QueueName, concurrency: number, handler: JobHandler): Promise<CarrierWorker>;
  /** @throws unavailable */
  counts(queue: QueueName): Promise<QueueCounts>;
  /** Removes the waiting jobs of a queue. The dispatcher delivers pending work again. */
  purge(queue: QueueName): Promise<void>;
  /** Removes jobs that ended longer ago than this. Returns how many. */
  removeEnded(queue: QueueName, olderThanMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface CarrierWorker {
  /** Checks for jobs at once, because another process announced a new one. */
  wake(): void;
  /** Takes no more jobs, and waits for the running ones to end. */
  close(): Promise<void>;
}
