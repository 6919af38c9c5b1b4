import {
  createPostgresBackend,
  type Job,
  type PostgresConnectionOptions,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import type pg from 'pg';
import { AnsweredClient } from '../backend/answered-client.ts';
import { lastingSession } from '../backend/lasting-session.ts';
import { CONNECT_TIMEOUT_MS } from '../backend/postgres-errors.ts';
import { withDeadline } from '../kernel/deadline.ts';
import type { Log } from '../kernel/log.ts';
import type { Carrier, CarrierWorker, JobHandler, QueueCounts } from './carrier.ts';
import { type CarrierPlace, readRedisUrl } from './carrier-place.ts';
import { fromQueue, saysLessThan, saysNoReason, silentQueue } from './queue-errors.ts';
import type { CarriedJob, QueueName, TaskName, Timetable } from './queues.ts';

/** However a queue is kept, a trigger answers. */
const ANSWER_WITHIN_MS = 2_000;
/** A worker that was killed: its job is free again after the lock and one look. */
const LOCK_MS = 10_000;
const STALLED_LOOK_MS = 5_000;
const RETRY_MS = 2_000;
/**
 * A connection that owes an answer for so long is replaced. A worker that waits for a job is answered every five
 * seconds, with none.
 */
const REPLACED_AFTER_MS = 20_000;
/** An ended job says nothing that our rows do not say; some are kept for whoever looks at the queue. */
const KEPT_ENDED = { age: 24 * 3600, count: 500 };
const STATES_HELD: ReadonlySet<string> = new Set(['waiting', 'active', 'delayed', 'prioritized']);

interface Payload {
  readonly subjectId: string | null;
}

/** Queues and workers of one place. */
interface Bound {
  /** Whether a queue or worker whose first connection failed connects later by itself. */
  readonly connectsLater: boolean;
  queue(name: string): Queue<Payload>;
  worker(name: string, concurrency: number, process: (job: Job<Payload>) => Promise<void>): Worker<Payload>;
}

/** A carrier on Redis or on PostgreSQL. Nothing is connected before it is used. */
export function openCarrier(place: CarrierPlace, log: Log): Carrier {
  return new BullmqCarrier(place, openBound(place), log);
}

export function openBound(place: CarrierPlace): Bound {
  return place.kind === 'redis' ? onRedis(place.url) : onPostgres(place.connectionString);
}

const LASTING_REDIS = { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: REPLACED_AFTER_MS };

function onRedis(url: string): Bound {
  const address = readRedisUrl(url);
  const shared = { prefix: 'taquilla', skipVersionCheck: true };
  return {
    connectsLater: true,
    queue: (name) => {
      // no queue in front of the queue: a command fails while the line is down
      const connection = { ...address, ...LASTING_REDIS, maxRetriesPerRequest: 1, enableOfflineQueue: false };
      return new Queue<Payload>(name, { ...shared, connection });
    },
    worker: (name, concurrency, process) =>
      new Worker<Payload>(name, process, {
        ...shared,
        ...workerOptions(concurrency),
        connection: { ...address, ...LASTING_REDIS, maxRetriesPerRequest: null },
      }),
  };
}

function onPostgres(connectionString: string): Bound {
  const bound = withBackend(createPostgresBackend);
  const connection = {
    ...lastingSession(connectionString),
    schema: 'taquilla_queue',
    migrate: true,
    application_name: 'taquilla-queue',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    Client: LastingClient,
  };
  return {
    connectsLater: false,
    queue: (name) => {
      const options: QueueOptions<PostgresConnectionOptions> = { connection: { ...connection, max: 2 } };
      return new bound.Queue<Payload>(name, options) as unknown as Queue<Payload>;
    },
    worker: (name, concurrency, process) => {
      const options: WorkerOptions<PostgresConnectionOptions> = {
        connection: { ...connection, max: 2 },
        ...workerOptions(concurrency),
      };
      return new bound.Worker<Payload>(name, process, options) as unknown as Worker<Payload>;
    },
  };
}

/**
 * BullMQ takes connections out of its pool without listening to their errors. One that breaks between two
 * statements would end the process; the next statement reports it in any case.
 */
class LastingClient extends AnsweredClient {
  constructor(config?: pg.ClientConfig) {
    super(config, REPLACED_AFTER_MS);
    this.on('error', () => undefined);
  }
}

function workerOptions(concurrency: number) {
  return {
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_LOOK_MS,
    // a worker looks again soon after its server was away
    runRetryDelay: RETRY_MS,
    removeOnComplete: KEPT_ENDED,
    removeOnFail: KEPT_ENDED,
  };
}

class BullmqCarrier implements Carrier {
  readonly #place: CarrierPlace;
  readonly #bound: Bound;
  readonly #log: Log;
  readonly #queues = new Map<QueueName, Queue<Payload>>();
  #told = 0;
  /** Why there is no connection: commands do not say. */
  #lastFault: Error | null = null;

  constructor(place: CarrierPlace, bound: Bound, log: Log) {
    this.#place = place;
    this.#bound = bound;
    this.#log = log;
  }

  async add(queue: QueueName, { id, name, subjectId }: CarriedJob): Promise<void> {
    await this.#ask(queue, async (q) => {
      const kept = { removeOnComplete: KEPT_ENDED, removeOnFail: KEPT_ENDED };
      await q.add(name, { subjectId }, { jobId: id, attempts: 1, ...kept });
    });
  }

  async holds(queue: QueueName, jobId: string): Promise<boolean> {
    return STATES_HELD.has(await this.#ask(queue, async (q) => await q.getJobState(jobId)));
  }

  async ensureTimetable({ name, queue, everyMs }: Timetable): Promise<void> {
    await this.#ask(queue, async (q) => {
      const known = await q.getJobScheduler(name);
      if (known?.every === everyMs) return;
      await q.upsertJobScheduler(
        name,
        { every: everyMs },
        { name, data: { subjectId: null }, opts: { removeOnComplete: KEPT_ENDED, removeOnFail: KEPT_ENDED } },
      );
    });
  }

  work(queue: QueueName, concurrency: number, handler: JobHandler): CarrierWorker {
    let closed = false;
    let timer: NodeJS.Timeout | undefined;
    const open = (): Worker<Payload> => {
      const opened = this.#bound.worker(queue, concurrency, async (job) => {
        await handler({ name: job.name as TaskName, subjectId: job.data.subjectId });
      });
      opened.on('error', (error) => this.#tell(error));
      opened.on('failed', (job, error) =>
        this.#log.error({ err: error, queue, task: job?.name, jobId: job?.id }, 'task failed'),
      );
      this.#onNeverReady(opened, () => {
        if (closed) return;
        timer = setTimeout(() => {
          worker = open();
        }, RETRY_MS);
      });
      return opened;
    };
    let worker = open();
    return {
      close: async () => {
        closed = true;
        clearTimeout(timer);
        await worker.close();
      },
    };
  }

  async counts(queue: QueueName): Promise<QueueCounts> {
    const found = await this.#ask(
      queue,
      async (q) => await q.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    );
    const of = (state: string): number => found[state] ?? 0;
    return {
      waiting: of('waiting') + of('prioritized'),
      active: of('active'),
      delayed: of('delayed'),
      failed: of('failed'),
    };
  }

  async purge(queue: QueueName): Promise<void> {
    await this.#ask(queue, async (q) => await q.drain());
  }

  async removeEnded(queue: QueueName, olderThanMs: number): Promise<number> {
    return await this.#ask(queue, async (q) => {
      const done = await q.clean(olderThanMs, 10_000, 'completed');
      const failed = await q.clean(olderThanMs, 10_000, 'failed');
      return done.length + failed.length;
    });
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    for (const queue of queues) {
      // a queue that cannot be reached cannot say goodbye either
      await withDeadline(queue.close(), ANSWER_WITHIN_MS, () => this.#silent()).catch(() => undefined);
    }
  }

  async #ask<T>(name: QueueName, work: (queue: Queue<Payload>) => Promise<T>): Promise<T> {
    try {
      const answer = await withDeadline(work(this.#queue(name)), ANSWER_WITHIN_MS, () => this.#silent());
      this.#lastFault = null;
      return answer;
    } catch (thrown) {
      const fault = this.#lastFault;
      const told = saysNoReason(thrown) || saysLessThan(fault, thrown) ? (fault ?? thrown) : thrown;
      throw fromQueue(told, this.#place);
    }
  }

  #silent(): Error {
    return this.#lastFault ?? silentQueue(ANSWER_WITHIN_MS, this.#place);
  }

  #queue(name: QueueName): Queue<Payload> {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = this.#bound.queue(name);
    queue.on('error', (error) => {
      if (!saysNoReason(error) && !saysLessThan(this.#lastFault, error)) this.#lastFault = error;
      this.#tell(error);
    });
    this.#queues.set(name, queue);
    this.#onNeverReady(queue, () => {
      if (this.#queues.get(name) === queue) this.#queues.delete(name);
    });
    return queue;
  }

  /** BullMQ remembers a first connection that failed, and such a queue or worker answers nothing ever after. */
  #onNeverReady(made: Queue<Payload> | Worker<Payload>, replace: () => void): void {
    if (this.#bound.connectsLater) return;
    made.waitUntilReady().catch(async (error: unknown) => {
      if (error instanceof Error) this.#tell(error);
      replace();
      await made.close().catch(() => undefined);
    });
  }

  /** A queue that is away says so many times a second. */
  #tell(error: Error): void {
    const nowMs = performance.now();
    if (nowMs - this.#told < 5_000) return;
    this.#told = nowMs;
    this.#log.warn({ err: error }, fromQueue(error, this.#place).message);
  }
}
