import { type Job, Queue, Worker } from 'bullmq';
import { CONNECT_TIMEOUT_MS } from '../../backend/connection/postgres-errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { withDeadline } from '../../kernel/time/deadline.ts';
import {
  ANSWER_WITHIN_MS,
  type Carrier,
  type CarrierWorker,
  type JobHandler,
  type QueueCounts,
} from './carrier.ts';
import { fromQueue, saysLessThan, saysNoReason, silentQueue } from './queue-errors.ts';
import type { CarriedJob, QueueName, TaskName } from './queues.ts';
import { connectionTo, type RedisPlace } from './redis-connection.ts';

/**
 * After a worker is killed, its job becomes available again after the lock has expired and one check has run.
 */
const LOCK_MS = 10_000;
const STALLED_LOOK_MS = 5_000;
const RETRY_MS = 2_000;
/**
 * A connection that does not answer for this long is replaced. A worker that waits for a job gets an empty
 * reply every five seconds.
 */
const REPLACED_AFTER_MS = 20_000;
/** A finished job contains nothing that our rows lack. Some are kept for operators who look into the queue. */
const KEPT_ENDED = { age: 24 * 3600, count: 500 };
const STATES_HELD: ReadonlySet<string> = new Set(['waiting', 'active', 'delayed', 'prioritized']);

interface Payload {
  readonly subjectId: string;
}

/** A carrier on Redis. It connects on first use. */
export function openRedisCarrier(place: RedisPlace, log: Log): Carrier {
  return new BullmqCarrier(place, log);
}

const LASTING = { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: REPLACED_AFTER_MS };

/** A queue as one process uses it. */
interface QueuePlace {
  readonly url: string;
  readonly prefix: string;
  readonly role: string;
  readonly name: string;
}

export function openQueue({ url, prefix, role, name }: QueuePlace): Queue<Payload> {
  // Commands are not queued: a command fails while the connection is down.
  const own = { maxRetriesPerRequest: 1, enableOfflineQueue: false };
  const connection = { ...connectionTo(url, role, name), ...LASTING, ...own };
  return new Queue<Payload>(name, { prefix, connection, skipVersionCheck: true });
}

export function openWorker(
  { url, prefix, role, name }: QueuePlace,
  concurrency: number,
  process: (job: Job<Payload>) => Promise<void>,
): Worker<Payload> {
  return new Worker<Payload>(name, process, {
    prefix,
    connection: { ...connectionTo(url, role, name), ...LASTING, maxRetriesPerRequest: null },
    skipVersionCheck: true,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_LOOK_MS,
    // A worker checks again soon after its server was unreachable.
    runRetryDelay: RETRY_MS,
    removeOnComplete: KEPT_ENDED,
    removeOnFail: KEPT_ENDED,
  });
}

class BullmqCarrier implements Carrier {
  readonly #url: string;
  readonly #prefix: RedisPlace['prefix'];
  readonly #role: string;
  readonly #log: Log;
  readonly #queues = new Map<QueueName, Queue<Payload>>();
  #reportedMs = 0;
  /** Why there is no connection, which the errors of commands do not say. */
  #lastFault: Error | null = null;

  constructor({ url, prefix, role }: RedisPlace, log: Log) {
    this.#url = url;
    this.#prefix = prefix;
    this.#role = role;
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

  async work(queue: QueueName, concurrency: number, handler: JobHandler): Promise<CarrierWorker> {
    const worker = openWorker(await this.#place(queue), concurrency, async (job) => {
      await handler({ name: job.name as TaskName, subjectId: job.data.subjectId });
    });
    worker.on('error', (error) => this.#warn(error));
    worker.on('failed', (job, error) =>
      this.#log.error({ err: error, queue, task: job?.name, jobId: job?.id }, 'task failed'),
    );
    return {
      // Redis itself wakes a waiting worker.
      wake: () => undefined,
      close: async () => await worker.close(),
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
      // An unreachable queue cannot be closed cleanly.
      await withDeadline(queue.close(), ANSWER_WITHIN_MS, () => this.#silent()).catch(() => undefined);
    }
  }

  async #ask<T>(name: QueueName, work: (queue: Queue<Payload>) => Promise<T>): Promise<T> {
    try {
      const answering = this.#place(name).then(async (place) => await work(this.#queue(place, name)));
      const answer = await withDeadline(answering, ANSWER_WITHIN_MS, () => this.#silent());
      this.#lastFault = null;
      return answer;
    } catch (thrown) {
      const fault = this.#lastFault;
      const cause = saysNoReason(thrown) || saysLessThan(fault, thrown) ? (fault ?? thrown) : thrown;
      throw fromQueue(cause, this.#url);
    }
  }

  #silent(): Error {
    return this.#lastFault ?? silentQueue(ANSWER_WITHIN_MS, this.#url);
  }

  async #place(name: QueueName): Promise<QueuePlace> {
    return { url: this.#url, prefix: await this.#prefix(), role: this.#role, name };
  }

  #queue(place: QueuePlace, name: QueueName): Queue<Payload> {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = openQueue(place);
    queue.on('error', (error) => {
      if (!saysNoReason(error) && !saysLessThan(this.#lastFault, error)) this.#lastFault = error;
      this.#warn(error);
    });
    this.#queues.set(name, queue);
    return queue;
  }

  /** If the queue is unreachable, this error occurs many times a second. */
  #warn(error: Error): void {
    const nowMs = performance.now();
    if (nowMs - this.#reportedMs < 5_000) return;
    this.#reportedMs = nowMs;
    this.#log.warn({ err: error }, fromQueue(error, this.#url).message);
  }
}
