import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Carrier, CarrierWorker } from '../../src/tasks/carrier.ts';
import { BACK_ENDS, type CarrierServer, startCarrierServer } from './carriers.ts';
import { waitFor } from './wait-for.ts';

describe.each(BACK_ENDS)('a carrier on %s', (backEnd) => {
  let server: CarrierServer;
  let carrier: Carrier;
  let workers: CarrierWorker[];

  beforeAll(async () => {
    server = await startCarrierServer(backEnd);
  });
  afterAll(async () => {
    await server.server.stop();
  });
  beforeEach(() => {
    carrier = server.open();
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker.close();
    await carrier.close();
  });

  function collect(
    queue: 'critical' | 'default' | 'maintenance' | 'notifications',
    concurrency = 1,
  ): string[] {
    const seen: string[] = [];
    workers.push(
      carrier.work(queue, concurrency, async ({ name, subjectId }) => {
        seen.push(`${name} ${subjectId}`);
      }),
    );
    return seen;
  }

  const job = (id: string) => ({ id, name: 'sync_woocommerce_event', subjectId: `row-${id}` }) as const;

  it('brings each job once, to one of its workers', async () => {
    const one = collect('default');
    const other = collect('default');
    for (let n = 0; n < 20; n += 1) await carrier.add('default', job(`once-${n}`));
    await waitFor(
      () => one.length + other.length,
      (count) => count >= 20,
    );
    expect(new Set([...one, ...other]).size).toBe(20);
  });

  it('ignores an id that was used before, as the dispatcher knows', async () => {
    const seen = collect('critical');
    await carrier.add('critical', job('twice-1'));
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    await carrier.add('critical', job('twice-1'));
    await carrier.add('critical', job('twice-2'));
    await waitFor(
      () => seen.length,
      (count) => count >= 2,
    );
    expect(seen).toEqual(['sync_woocommerce_event row-twice-1', 'sync_woocommerce_event row-twice-2']);
  });

  it('says whether it still holds a job', async () => {
    await carrier.add('maintenance', job('held-1'));
    expect(await carrier.holds('maintenance', 'held-1')).toBe(true);
    expect(await carrier.holds('maintenance', 'never-1')).toBe(false);
    const seen = collect('maintenance');
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    await waitFor(
      async () => await carrier.holds('maintenance', 'held-1'),
      (held) => !held,
    );
  });

  it('runs as many jobs at once as it is told, and no more', async () => {
    let running = 0;
    let most = 0;
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let done = 0;
    workers.push(
      carrier.work('critical', 3, async () => {
        running += 1;
        most = Math.max(most, running);
        await gate;
        running -= 1;
        done += 1;
      }),
    );
    for (let n = 0; n < 6; n += 1) await carrier.add('critical', job(`width-${n}`));
    await waitFor(
      () => running,
      (count) => count === 3,
    );
    letGo();
    await waitFor(
      () => done,
      (count) => count === 6,
    );
    expect(most).toBe(3);
  });

  it('closing a worker waits for what it does', async () => {
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let state = 'waiting';
    const worker = carrier.work('default', 1, async () => {
      state = 'running';
      await gate;
      state = 'done';
    });
    await carrier.add('default', job('closing-1'));
    await waitFor(
      () => state,
      (now) => now === 'running',
    );
    const closed = worker.close();
    finish();
    await closed;
    expect(state).toBe('done');
  });

  it('keeps a timetable once, however many name it, and names it again after it was lost', async () => {
    const timetable = { name: 'run_scheduled_syncs', queue: 'notifications', everyMs: 200 } as const;
    const second = server.open();
    await Promise.all([carrier.ensureTimetable(timetable), second.ensureTimetable(timetable)]);
    const seen = collect('notifications');
    await waitFor(
      () => seen.length,
      (count) => count >= 3,
    );
    await server.forget();
    const before = seen.length;
    await second.ensureTimetable(timetable);
    await waitFor(
      () => seen.length,
      (count) => count >= before + 2,
    );
    expect(new Set(seen)).toEqual(new Set(['run_scheduled_syncs null']));
    await second.close();
  });

  it('counts and purges what waits, and removes what ended', async () => {
    await server.forget();
    for (let n = 0; n < 4; n += 1) await carrier.add('default', job(`purge-${n}`));
    expect((await carrier.counts('default')).waiting).toBe(4);
    await carrier.purge('default');
    expect((await carrier.counts('default')).waiting).toBe(0);
    const seen = collect('default');
    await carrier.add('default', job('ended-1'));
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    await waitFor(
      async () => await carrier.removeEnded('default', 0),
      (removed) => removed === 1,
    );
  });

  it('answers while its server is away, and works when it is back', async () => {
    const seen = collect('critical');
    await carrier.add('critical', job('before-1'));
    await waitFor(
      () => seen.length,
      (count) => count === 1,
    );
    await server.server.halt();
    await expect(carrier.add('critical', job('away-1'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'queue.unreachable',
    });
    await server.server.resume();
    await waitFor(
      async () =>
        await carrier.add('critical', job('after-1')).then(
          () => true,
          () => false,
        ),
      (added) => added,
    );
    await waitFor(
      () => seen.includes('sync_woocommerce_event row-after-1'),
      (there) => there,
      30_000,
    );
  });
});
