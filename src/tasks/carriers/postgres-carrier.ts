import { NoAnswer } from '../../backend/connection/answered-client.ts';
import { fromPostgres } from '../../backend/connection/postgres-errors.ts';
import { type Database, placeOf } from '../../backend/database.ts';
import {
  countDispatched,
  type DispatchedRow,
  putBack,
  recallDispatched,
  takeDispatched,
  waitsForWorker,
} from '../../backend/dispatch/dispatched-rows.ts';
import { notifyOfHandOver } from '../../backend/work-notice.ts';
import type { Log } from '../../kernel/log/log.ts';
import { answeredWithin } from '../../kernel/time/answer-limit.ts';
import { withDeadline } from '../../kernel/time/deadline.ts';
import type { Loop, Loops } from '../../kernel/time/loops.ts';
import { ANSWER_WITHIN_MS, type Carrier, type CarrierWorker, type JobHandler } from './carrier.ts';
import type { QueueName } from './queues.ts';

/** How soon a worker finds a job without a notice. */
const LOOK_MS = 2_000;

export interface PostgresCarrierDeps {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
}

/** A queue that this process works on. */
interface ServedQueue {
  readonly concurrency: number;
  readonly handler: JobHandler;
  readonly running: Set<Promise<void>>;
}

/** The backend's tables as the queue. A dispatched row is the job, and a worker takes it from there. */
export function openPostgresCarrier(deps: PostgresCarrierDeps): Carrier {
  const { db } = deps;
  const taking = new Taking(deps);

  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const answer = answeredWithin(ANSWER_WITHIN_MS, work);
      return await withDeadline(answer, ANSWER_WITHIN_MS, () => new NoAnswer(ANSWER_WITHIN_MS));
    } catch (thrown) {
      throw fromPostgres(thrown, placeOf(db));
    }
  };
  return {
    add: async (queue) => {
      taking.wake(queue);
      await ask(async () => await notifyOfHandOver(db, queue));
    },
    holds: async (_queue, jobId) => {
      const at = jobId.lastIndexOf('-');
      const dispatchNumber = Number(jobId.slice(at + 1));
      return await ask(async () => await waitsForWorker(db, jobId.slice(0, at), dispatchNumber));
    },
    work: async (queue, concurrency, handler) => taking.serve(queue, concurrency, handler),
    counts: async (queue) => {
      const counted = await ask(async () => await countDispatched(db, queue));
      return { ...counted, delayed: 0, failed: 0 };
    },
    purge: async (queue) => await ask(async () => await recallDispatched(db, queue)),
    // A row that has ended is no longer a job.
    removeEnded: async () => 0,
    close: async () => await taking.stop(),
  };
}

/** Takes as many rows as there are free slots, for all queues of this process at once. */
class Taking {
  readonly #deps: PostgresCarrierDeps;
  readonly #served = new Map<string, ServedQueue>();
  #loop: Loop | null = null;

  constructor(deps: PostgresCarrierDeps) {
    this.#deps = deps;
  }

  serve(queue: QueueName, concurrency: number, handler: JobHandler): CarrierWorker {
    if (this.#served.has(queue)) throw new Error(`this process works on ${queue} already`);
    const served: ServedQueue = { concurrency, handler, running: new Set() };
    this.#served.set(queue, served);
    this.#loop ??= this.#deps.loops.start({
      name: 'queues',
      pauseMs: () => LOOK_MS,
      round: async (signal) => await this.#round(signal),
    });
    this.#loop.wake();
    return {
      wake: () => this.wake(queue),
      close: async () => {
        this.#served.delete(queue);
        await Promise.all(served.running);
      },
    };
  }

  /** Without a free slot there is nothing to check. The end of a job wakes the loop. */
  wake(queue: string): void {
    if (freeSlots(this.#served.get(queue)) > 0) this.#loop?.wake();
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  async #round(signal: AbortSignal): Promise<void> {
    const slots = new Map<string, number>();
    for (const [queue, served] of this.#served) {
      if (freeSlots(served) > 0) slots.set(queue, freeSlots(served));
    }
    if (slots.size === 0) return;
    const late: DispatchedRow[] = [];
    for (const row of await takeDispatched(this.#deps.db, slots)) {
      const served = this.#served.get(row.queue);
      // The carrier was closed, or the loop has abandoned this round.
      if (served === undefined || signal.aborted) late.push(row);
      else this.#start(row, served);
    }
    if (late.length > 0) await putBack(this.#deps.db, late);
  }

  #start(row: DispatchedRow, served: ServedQueue): void {
    const { name, id, queue } = row;
    const running = this.#handle(row, served.handler).finally(() => {
      served.running.delete(running);
      this.wake(queue);
    });
    served.running.add(running);
    this.#deps.log.debug({ queue, task: name, id }, 'a job is taken');
  }

  async #handle({ name, id, queue }: DispatchedRow, handler: JobHandler): Promise<void> {
    try {
      await handler({ name, subjectId: id });
    } catch (thrown) {
      this.#deps.log.error({ err: thrown, queue, task: name, jobId: id }, 'task failed');
    }
  }
}

function freeSlots(served: ServedQueue | undefined): number {
  return served === undefined ? 0 : served.concurrency - served.running.size;
}
