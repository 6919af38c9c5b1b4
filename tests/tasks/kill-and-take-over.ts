import { expect } from 'vitest';
import type { Point } from '../../src/kernel/failpoint.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import type { CarrierPlace } from './carriers.ts';
import { attemptsOf, type DemoWorld, openDemoWorld, statusOf } from './demo-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker, type TestWorker } from './workers.ts';

const TAKEN_OVER_WITHIN_MS = 60_000;

/** The passing of each failpoint at which a worker dies, in the middle of a first, full execution. */
const PASSINGS: Readonly<Record<Point, number>> = {
  'after a page is read': 2,
  'in the midst of COPY': 3_000,
  'before a page is committed': 2,
  'after a page is committed': 2,
  'after a full reading’s digests are stored': 1,
  'after the digests are compared': 1,
  'before removals are written': 1,
  'before the proof': 1,
  'before the end is written': 1,
};

/** Changes in a store after a first, undisturbed execution; a sweep then finds them, and its worker is killed. */
export interface ChangedStore {
  readonly change: () => Promise<void>;
}

/**
 * Kills the worker of an execution at a failpoint and lets another one continue. Returns the event as it is in the
 * backend afterwards.
 *
 * @param changed null to kill the first execution
 * @param backendUrl of an empty backend; null to create one for the test
 */
export async function killAndTakeOver(
  point: Point,
  storeUrl: string,
  place: CarrierPlace,
  changed: ChangedStore | null = null,
  backendUrl: string | null = null,
): Promise<unknown> {
  const world = await openDemoWorld(storeUrl, backendUrl);
  const order = { backendUrl: world.url, place, storeUrl };
  const workers: TestWorker[] = [];
  try {
    if (changed !== null) {
      const healthy = await startWorker({ ...order, death: null });
      const first = await triggerSync(world.control, world.configurationId, null);
      await untilSuccess(world, first.executionId);
      await healthy.stop();
      await changed.change();
    }
    const passing = changed === null ? PASSINGS[point] : 1;
    const victim = await startWorker({ ...order, death: { point, passing } });
    workers.push(victim);
    const { executionId } = await triggerSync(world.control, world.configurationId, null, 'sweep');
    expect(await victim.ended, point).toBe('SIGKILL');
    const diedAt = Date.now();
    expect(await statusOf(world.db, executionId), point).toBe('running');
    workers.push(await startWorker({ ...order, death: null }));
    await untilSuccess(world, executionId);
    const attempts = await attemptsOf(world.db, executionId);
    expect(
      attempts.map(({ outcome }) => outcome),
      point,
    ).toEqual(['worker_lost', 'success']);
    const [first, second] = attempts;
    const secondMs = second?.started_at.getTime() ?? Number.NaN;
    // never two at once
    expect(secondMs, point).toBeGreaterThanOrEqual(first?.finished_at?.getTime() ?? Number.NaN);
    expect(secondMs - diedAt, point).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    const { rows } = await world.db.query<{ event_id: string; verification: string }>(
      'select event_id, verification from sync_executions where id = $1',
      [executionId],
    );
    expect(rows[0]?.verification, point).toBe('verified');
    const running = await world.db.query(`select id from sync_executions where status = 'running'`);
    const leases = await world.db.query('select execution_id from sync_leases');
    expect([running.rows, leases.rows], point).toEqual([[], []]);
    return await backendEvent(world.db, rows[0]?.event_id ?? '');
  } finally {
    for (const worker of workers) await worker.stop();
    await world.close();
  }
}

async function untilSuccess({ db }: DemoWorld, executionId: string): Promise<void> {
  await waitFor(
    async () => await statusOf(db, executionId),
    (status) => status === 'success',
  );
}
