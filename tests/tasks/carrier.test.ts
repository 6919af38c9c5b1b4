import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Carrier, CarrierWorker } from '../../src/tasks/carriers/carrier.ts';
import type { CarriedJob, QueueName } from '../../src/tasks/carriers/queues.ts';
import { type CarrierGround, openGround } from './carrier-ground.ts';
import { BACK_ENDS } from './carriers.ts';
import { waitFor } from './wait-for.ts';

describe.each(BACK_ENDS)('a carrier on %s', (backEnd) => {
  let ground: CarrierGround;
  let carrier: Carrier;
  let workers: CarrierWorker[];

  beforeAll(async () => {
    ground = await openGround(backEnd);
  });
  afterAll(async () => {
    await ground.stop();
  });
  beforeEach(async () => {
    await ground.clear();
    carrier = ground.open();
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker.close();
    await carrier.close();
  });

  async function collect(queue: QueueName, concurrency = 1, by: Carrier = carrier): Promise<string[]> {
    const seen: string[] = [];
    workers.push(
      await by.work(queue, concurrency, async ({ name, subjectId }) => {
        seen.push(`${name} ${subjectId}`);
      }),
    );
    return seen;
  }

  /** Dispatches a job; returns it as its worker sees it. */
  async function add(queue: QueueName): Promise<{ readonly job: CarriedJob; readonly seen: string }> {
    const job = await ground.newJob(queue);
    await carrier.add(queue, job);
    return { job, seen: `${job.name} ${job.subjectId}` };
  }

  it('delivers each job once, to one worker of several processes', async () => {
    const another = ground.open();
    const one = await collect('default');
    const other = await collect('default', 1, another);
    const added: string[] = [];
    for (let n = 0; n < 20; n += 1) added.push((await add('default')).seen);
    await waitFor(
      () => one.length + other.length,
      (count) => count >= 20,
    );
    expect([...one, ...other].toSorted()).toEqual(added.toSorted());
    for (const worker of workers.splice(0)) await worker.close();
    await another.close();
  });

  it('delivers jobs of each of its queues, and of no other', async () => {
    const seen = { critical: await collect('critical'), maintenance: await collect('maintenance') };
    const [critical, maintenance] = [await add('critical'), await add('maintenance')];
    await add('notifications');
    await waitFor(
      () => seen,
      (found) => found.critical.length + found.maintenance.length === 2,
    );
    expect(seen).toEqual({ critical: [critical.seen], maintenance: [maintenance.seen] });
    expect(await carrier.counts('notifications')).toMatchObject({ waiting: 1 });
  });

  it('ignores an id that was used before, as the dispatcher expects', async () => {
    const seen = await collect('critical');
    const first = await add('critical');
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    await carrier.add('critical', first.job);
    const second = await add('critical');
    await waitFor(
      () => seen.length,
      (count) => count >= 2,
    );
    expect(seen).toEqual([first.seen, second.seen]);
  });

  it('says whether it still has a job', async () => {
    const [{ job }, other] = [await add('maintenance'), await ground.newJob('maintenance')];
    expect(await carrier.holds('maintenance', job.id)).toBe(true);
    expect(await carrier.holds('maintenance', other.id.replace(/1$/, '2'))).toBe(false);
    const seen = await collect('maintenance');
    await waitFor(
      () => seen.length,
      (count) => count > 0,
    );
    await waitFor(
      async () => await carrier.holds('maintenance', job.id),
      (held) => !held,
    );
  });

  it('runs as many jobs at once as its limit allows, and no more', async () => {
    let running = 0;
    let most = 0;
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let done = 0;
    workers.push(
      await carrier.work('critical', 3, async () => {
        running += 1;
        most = Math.max(most, running);
        await gate;
        running -= 1;
        done += 1;
      }),
    );
    for (let n = 0; n < 6; n += 1) await add('critical');
    await waitFor(
      () => running,
      (count) => count === 3,
    );
    expect(await carrier.counts('critical')).toMatchObject({ waiting: 3, active: 3 });
    letGo();
    await waitFor(
      () => done,
      (count) => count === 6,
    );
    expect(most).toBe(3);
  });

  it('closing a worker waits for its running jobs', async () => {
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let state = 'waiting';
    const worker = await carrier.work('default', 1, async () => {
      state = 'running';
      await gate;
      state = 'done';
    });
    await add('default');
    await waitFor(
      () => state,
      (now) => now === 'running',
    );
    const closed = worker.close();
    finish();
    await closed;
    expect(state).toBe('done');
  });

  it('takes no more jobs once its worker is closed', async () => {
    const seen = await collect('default');
    for (const worker of workers.splice(0)) await worker.close();
    const { job, seen: asSeen } = await add('default');
    const another = ground.open();
    const later = await collect('default', 1, another);
    await waitFor(
      () => later.length,
      (count) => count === 1,
    );
    expect([seen, later]).toEqual([[], [asSeen]]);
    expect(await carrier.holds('default', job.id.replace(/1$/, '2'))).toBe(false);
    for (const worker of workers.splice(0)) await worker.close();
    await another.close();
  });

  it('counts and purges waiting jobs, and removes finished ones', async () => {
    for (let n = 0; n < 4; n += 1) await add('default');
    expect(await carrier.counts('default')).toEqual({ waiting: 4, active: 0, delayed: 0, failed: 0 });
    await carrier.purge('default');
    expect((await carrier.counts('default')).waiting).toBe(0);
    const seen = await collect('default');
    const { seen: asSeen } = await add('default');
    await waitFor(
      () => seen,
      (all) => all.length > 0,
    );
    expect(seen).toEqual([asSeen]);
    // A row that has ended is no longer a job.
    await waitFor(
      async () => await carrier.removeEnded('default', 0),
      (removed) => removed === (backEnd === 'redis' ? 1 : 0),
    );
  });

  it('answers while its server is unreachable, and works when it is back', async () => {
    const seen = await collect('critical');
    await add('critical');
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    const job = await ground.newJob('critical');
    await ground.server.halt();
    await expect(carrier.add('critical', job)).rejects.toMatchObject({
      kind: 'unavailable',
      code: backEnd === 'redis' ? 'queue.unreachable' : 'backend.unreachable',
    });
    await ground.server.resume();
    await waitFor(
      async () =>
        await carrier.add('critical', job).then(
          () => true,
          () => false,
        ),
      (added) => added,
    );
    await waitFor(
      () => seen.includes(`${job.name} ${job.subjectId}`),
      (there) => there,
    );
  });
});
