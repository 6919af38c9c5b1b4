import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backendTotals } from '../metrics/backend-totals.ts';
import { figureOf, readExposition } from '../metrics/read-figures.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { ServiceWorld } from './service-world.ts';

const CONFIGURATIONS = 6;
const EACH = 3;
const SETTLED_MS = 300_000;

let world: ServiceWorld;

beforeEach(async () => {
  world = await ServiceWorld.open(600, 4);
}, 300_000);
afterEach(async () => await world.close());

/** Triggers every configuration repeatedly until each has this many successes; `inBetween` runs in the meantime. */
async function workThrough(inBetween: () => Promise<void>): Promise<void> {
  for (let n = 1; n <= CONFIGURATIONS; n += 1) await world.addConfiguration(n);
  const disturbance: { happening: Promise<void> | null } = { happening: null };
  await waitFor(
    async () => {
      try {
        const state = await world.rows<{ id: string; active: number; done: number; failed: number }>(
          `select c.id, (count(e.id) filter (where e.status in ('pending', 'running')))::int as active,
             (count(e.id) filter (where e.status = 'success'))::int as done,
             (count(e.id) filter (where e.status = 'failed'))::int as failed
           from sync_configurations c left join sync_executions e on e.configuration_id = c.id group by c.id`,
        );
        expect(state.map(({ failed }) => failed)).toEqual(state.map(() => 0));
        for (const { id, active, done } of state) {
          if (done < EACH && active === 0) await world.ask('POST', `configurations/${id}/trigger/`);
        }
        const done = state.reduce((sum, one) => sum + one.done, 0);
        if (done >= CONFIGURATIONS) disturbance.happening ??= inBetween();
        return state.length === CONFIGURATIONS && state.every((one) => one.done >= EACH);
      } catch (error) {
        // the backend may be unreachable for a moment; its tables must always be right
        if (error instanceof Error && error.name === 'AssertionError') throw error;
        return false;
      }
    },
    (done) => done,
    SETTLED_MS,
  );
  expect(disturbance.happening).not.toBeNull();
  await disturbance.happening;
}

async function expectAllWell(): Promise<void> {
  expect(await world.rows('select distinct status, verification from sync_executions order by 1')).toEqual([
    { status: 'success', verification: 'verified' },
  ]);
  expect(
    await world.rows(
      `select count(*) from sync_attempts where outcome = 'success' group by execution_id having count(*) <> 1`,
    ),
  ).toEqual([]);
  expect(await world.rows('select execution_id from sync_leases')).toEqual([]);
  const totals = await backendTotals(world.db);
  const api = world.processes.find(({ role }) => role === 'api');
  const figures = readExposition((await api?.figures()) ?? '');
  for (const { name, labels, value } of totals.lines) {
    expect([name, labels, figureOf(figures, name, labels)]).toEqual([name, labels, value]);
  }
}

async function startAll(clockShiftMs = 0): Promise<void> {
  await world.start('api');
  await world.start('scheduler', -clockShiftMs);
  await world.start('worker', clockShiftMs);
  await world.start('worker', -clockShiftMs);
  for (const running of world.processes) await running.untilReady();
}

describe('work continues by itself, and nothing is lost or doubled', () => {
  it('when PostgreSQL is restarted in mid-run, twice', async () => {
    await startAll();
    await workThrough(async () => {
      await world.postgres.restart(1_000);
      await waitFor(
        async () =>
          await world.rows('select 1').then(
            () => true,
            () => false,
          ),
        (back) => back,
      );
      await world.postgres.restart(6_000);
    });
    for (const running of world.processes) await running.untilReady();
    await expectAllWell();
  });

  it('when Redis is flushed, and then is unreachable for a while', async () => {
    await startAll();
    await workThrough(async () => {
      await world.redis.flush();
      await world.redis.restart(5_000);
      await world.redis.flush();
    });
    await expectAllWell();
  });

  it('when the clocks of its processes differ by ten minutes', async () => {
    await startAll(5 * 60_000);
    await workThrough(async () => await Promise.resolve());
    await expectAllWell();
  });
});
