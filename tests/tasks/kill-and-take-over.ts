import { expect } from 'vitest';
import type { Point } from '../../src/kernel/point.ts';
import type { CarrierPlace } from '../../src/tasks/bullmq-carrier.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import { attemptsOf, openDemoWorld, statusOf } from './demo-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker, type TestWorker } from './workers.ts';

const TAKEN_OVER_WITHIN_MS = 30_000;

/** At which passing of each point a worker dies: in the midst of things, not at the first page. */
const PASSINGS: Readonly<Record<Point, number>> = {
  'after a page is read': 2,
  'in the midst of COPY': 3_000,
  'before a page is committed': 2,
  'after a page is committed': 2,
  'before the proof': 1,
  'before the end is written': 1,
};

/**
 * Kills the worker of an execution at a point and lets another one go on. Answers with the event as it then
 * stands in the backend.
 */
export async function killAndTakeOver(
  point: Point,
  storeUrl: string,
  placeOf: (backendUrl: string) => CarrierPlace,
): Promise<unknown> {
  const world = await openDemoWorld(storeUrl);
  const order = { backendUrl: world.url, place: placeOf(world.url), storeUrl };
  const workers: TestWorker[] = [];
  try {
    const victim = await startWorker({ ...order, death: { point, passing: PASSINGS[point] } });
    workers.push(victim);
    const { executionId } = await triggerSync(world.control, world.configurationId, null);
    expect(await victim.ended, point).toBe('SIGKILL');
    const diedAt = Date.now();
    expect(await statusOf(world.db, executionId), point).toBe('running');
    workers.push(await startWorker({ ...order, death: null }));
    await waitFor(
      async () => await statusOf(world.db, executionId),
      (status) => status === 'success',
      90_000,
    );
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
