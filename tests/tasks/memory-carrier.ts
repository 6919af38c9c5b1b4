import type { Carrier, JobHandler } from '../../src/tasks/carriers/carrier.ts';
import type { CarriedJob, QueueName } from '../../src/tasks/carriers/queues.ts';

export interface Handed extends CarriedJob {
  readonly queue: QueueName;
}

/** A carrier that a test controls: it delivers the requested jobs at the requested time. */
export class MemoryCarrier implements Carrier {
  readonly waiting: Handed[] = [];
  readonly seen = new Set<string>();
  readonly handed: Handed[] = [];
  down = false;

  async add(queue: QueueName, job: CarriedJob): Promise<void> {
    if (this.down) throw new Error('down');
    if (this.seen.has(job.id)) return;
    this.seen.add(job.id);
    this.waiting.push({ queue, ...job });
    this.handed.push({ queue, ...job });
  }

  async holds(_queue: QueueName, jobId: string): Promise<boolean> {
    return this.waiting.some((job) => job.id === jobId);
  }

  work(): never {
    throw new Error('a test brings the jobs itself');
  }

  /** Delivers the jobs in these queues, one after the other, until none is left. */
  async bring(handler: JobHandler, queues?: readonly QueueName[]): Promise<number> {
    let count = 0;
    for (;;) {
      const at = this.waiting.findIndex((job) => queues === undefined || queues.includes(job.queue));
      const [job] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (job === undefined) return count;
      await handler(job);
      count += 1;
    }
  }

  async counts(queue: QueueName) {
    const waiting = this.waiting.filter((job) => job.queue === queue).length;
    return { waiting, active: 0, delayed: 0, failed: 0 };
  }

  async purge(): Promise<void> {
    this.waiting.length = 0;
  }

  async removeEnded(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}
