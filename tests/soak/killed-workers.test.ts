import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backendTotals } from '../metrics/backend-totals.ts';
import { figureOf, readExposition } from '../metrics/read-figures.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { ServiceWorld } from './service-world.ts';

const CONFIGURATIONS = 20;
const EACH = 10;
const ORDERS = 250;
const KILL_EVERY_MS = 10_000;
const WITHIN_MS = 15 * 60_000;
/** As many as two workers run at once. */
const SLOTS = 8;

let world: ServiceWorld;

beforeAll(async () => {
  world = await ServiceWorld.open(ORDERS, SLOTS);
}, 300_000);
afterAll(async () => await world.close());

/** Kills one worker after the other, and starts another in its place, until it is stopped. */
function killWorkers(): { stop(): Promise<number> } {
  let killed = 0;
  const stopping = new AbortController();
  const killing = (async () => {
    while (!stopping.signal.aborted) {
      await sleep(KILL_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const victim = world.processes.find(({ role }) => role === 'worker');
      if (victim === undefined) throw new Error('there is no worker left');
      await victim.kill();
      world.forget(victim);
      killed += 1;
      await world.start('worker');
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await killing;
      return killed;
    },
  };
}

const stateOf = async () => {
  const rows = await world.rows<{ id: string; made: number; active: number; done: number; lost: number }>(
    `select c.id, count(e.id)::int as made,
       (count(e.id) filter (where e.status in ('pending', 'running')))::int as active,
       (count(e.id) filter (where e.status = 'success'))::int as done,
       (count(e.id) filter (where e.status in ('failed', 'cancelled')))::int as lost
     from sync_configurations c left join sync_executions e on e.configuration_id = c.id group by c.id`,
  );
  return rows;
};

it('200 executions over 20 configurations are all verified and none is doubled, although workers are killed', async () => {
  await Promise.all([
    world.start('api'),
    world.start('scheduler'),
    world.start('worker'),
    world.start('worker'),
  ]);
  for (const running of world.processes) await running.untilReady();
  const configurations: string[] = [];
  for (let n = 1; n <= CONFIGURATIONS; n += 1) configurations.push(await world.addConfiguration(n));

  const startedMs = performance.now();
  const killing = killWorkers();
  await waitFor(
    async () => {
      const state = await stateOf();
      // no execution fails for good: waiting longer would be useless
      expect(state.filter(({ lost }) => lost > 0)).toEqual([]);
      for (const { id } of state.filter(({ made, active }) => made < EACH && active === 0)) {
        const { status } = await world.ask('POST', `configurations/${id}/trigger/`);
        // 429: too many requests; the next check asks again
        expect([202, 429]).toContain(status);
      }
      return state.map(({ done }) => done);
    },
    (done) => done.every((count) => count === EACH),
    WITHIN_MS,
  );
  const tookMs = performance.now() - startedMs;
  const killed = await killing.stop();
  process.stderr.write(`200 executions in ${Math.round(tookMs / 1000)} s, ${killed} workers killed\n`);
  expect(tookMs).toBeLessThan(WITHIN_MS);
  expect(killed).toBeGreaterThan(3);

  expect(
    await world.rows('select status, verification, count(*)::int as n from sync_executions group by 1, 2'),
  ).toEqual([{ status: 'success', verification: 'verified', n: CONFIGURATIONS * EACH }]);
  // each has one attempt that succeeded, and lost attempts are recorded as lost
  expect(
    await world.rows(
      `select count(*)::int as n from sync_attempts where outcome = 'success'
       group by execution_id having count(*) <> 1`,
    ),
  ).toEqual([]);
  expect(
    await world.rows(
      `select distinct outcome from sync_attempts where outcome not in ('success', 'worker_lost')`,
    ),
  ).toEqual([]);
  // no two attempts of a configuration wrote at the same time
  expect(
    await world.rows(
      `select a.execution_id, a.outcome, a.started_at, a.finished_at, b.execution_id as other, b.outcome as others,
         b.started_at as other_began from sync_attempts a join sync_executions ea on ea.id = a.execution_id
       join sync_executions eb on eb.configuration_id = ea.configuration_id
       join sync_attempts b on b.execution_id = eb.id and b.id > a.id
       where tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)`,
    ),
  ).toEqual([]);
  // every event is unchanged, and nothing in it exists twice
  const events = await world.rows<{ orders: number; tickets: number; net: string }>(
    `select count(*)::int as orders, sum(o.net)::text as net,
       (select count(*)::int from tickets t where t.event_id = o.event_id) as tickets
     from orders o group by o.event_id`,
  );
  expect(events).toHaveLength(CONFIGURATIONS);
  expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(1);
  expect(
    await world.rows(
      `select table_name from sync_changes where operation = 'created' group by table_name, row_id having count(*) > 1`,
    ),
  ).toEqual([]);
  expect(await world.rows('select execution_id from sync_leases')).toEqual([]);
});

it('figures agree with the tables afterwards, whichever process serves them', async () => {
  const totals = await backendTotals(world.db);
  expect(totals.executions).toEqual({ 'success verified': CONFIGURATIONS * EACH });
  for (const running of world.processes.filter(({ role }) => role !== 'worker')) {
    const figures = readExposition(await running.figures());
    for (const { name, labels, value } of totals.lines) {
      expect([running.role, name, labels, figureOf(figures, name, labels)]).toEqual([
        running.role,
        name,
        labels,
        value,
      ]);
    }
    expect(figureOf(figures, 'taquilla_executions_silent')).toBe(0);
    expect(figureOf(figures, 'taquilla_queue_depth', { queue: 'critical', state: 'running' })).toBe(0);
  }
});
