import { afterEach, beforeEach, expect, it } from 'vitest';
import { runScheduledSyncs } from '../../src/tasks/run-scheduled-syncs.ts';
import { TaskWorld } from './task-world.ts';

const MINUTE_MS = 60_000;

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

async function tick(): Promise<number> {
  const { log } = world.backend;
  return await runScheduledSyncs({ db: world.db, log, now: world.now, maxRetries: 3 });
}

async function planned(configurationId: string): Promise<readonly string[]> {
  const rows = await world.rows<{ planned_at: Date }>(
    'select planned_at from sync_executions where configuration_id = $1 order by planned_at',
    [configurationId],
  );
  return rows.map((row) => row.planned_at.toISOString());
}

it('two schedulers that tick together create one execution for each due configuration', async () => {
  const store = await world.addCredentials(10);
  const anchor = new Date('2025-06-02T12:00:00Z');
  for (let n = 0; n < 200; n += 1) {
    // three of four are due at each tick, the fourth only every fourth time
    const frequency = n % 4 === 3 ? 'hourly' : 'every_15_minutes';
    await world.addConfiguration({ credentialsId: store, frequency, anchor, nextDueAt: anchor });
  }
  for (let n = 0; n < 10; n += 1) {
    const made = await Promise.all([tick(), tick()]);
    expect(made[0] + made[1]).toBe(n % 4 === 0 ? 200 : 150);
    // five workers would have finished them by the next tick
    await world.db.query(
      `update sync_executions set status = 'success', finished_at = $1, judged_at = $1,
         next_attempt_at = null where status = 'pending'`,
      [world.now()],
    );
    world.pass(15 * MINUTE_MS);
  }
  const off = await world.rows(
    `select id from sync_executions where extract(minute from planned_at)::integer % 15 <> 0
       or extract(second from planned_at) <> 0`,
  );
  expect(off).toEqual([]);
  const total = await world.one('select count(*)::integer as n from sync_executions');
  expect(total).toEqual({ n: 3 * 200 + 7 * 150 });
});

it('a tick over 10,000 configurations of which 1,000 are due takes seconds, not minutes', async () => {
  const store = await world.addCredentials(1);
  const one = await world.addConfiguration({ credentialsId: store });
  await world.db.query(
    `insert into sync_configurations
       (id, name, organizer_id, credentials_id, woo_product_id, event_name, frequency, schedule_anchor, timezone,
        run_at, next_due_at, pinned_site_url, pinned_table_prefix)
     select gen_random_uuid(), 'Event ' || n, c.organizer_id, c.credentials_id, 1000 + n, 'Event ' || n, 'daily',
       $2, 'America/Santiago', '08:00', $2::timestamptz + case when n % 10 = 0 then -interval '1 minute'
         else interval '1 hour' end, c.pinned_site_url, c.pinned_table_prefix
     from sync_configurations c, generate_series(1, 10000) as n where c.id = $1`,
    [one, world.now()],
  );
  await world.db.query('analyze sync_configurations');
  const startedMs = performance.now();
  expect(await tick()).toBe(1_000);
  const tickMs = performance.now() - startedMs;
  const dispatchMs = performance.now();
  await world.rounds().round();
  expect(tickMs).toBeLessThan(20_000);
  expect(performance.now() - dispatchMs).toBeLessThan(20_000);
  // and only one of the thousand connects to the store
  expect(world.carrier.handed).toHaveLength(1);
});

it('missed ticks run once, and the next time is on the grid', async () => {
  const anchor = new Date('2025-06-02T08:07:00Z');
  const id = await world.addConfiguration({ frequency: 'hourly', anchor, nextDueAt: anchor });
  await tick();
  expect(await planned(id)).toEqual(['2025-06-02T08:07:00.000Z']);
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:07:00Z') });
});

it('a late one keeps its time: no second execution while the first one runs, and one after it', async () => {
  const id = await world.addConfiguration({ frequency: 'every_15_minutes', nextDueAt: world.now() });
  await tick();
  world.pass(40 * MINUTE_MS);
  await tick();
  expect(await planned(id)).toHaveLength(1);
  await world.settle();
  await tick();
  expect(await planned(id)).toEqual(['2025-06-02T12:00:00.000Z', '2025-06-02T12:15:00.000Z']);
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:45:00Z') });
});

it('a clock that jumps an hour ahead and back again neither doubles an execution nor leaves a gap', async () => {
  const id = await world.addConfiguration({
    frequency: 'every_15_minutes',
    anchor: world.now(),
    nextDueAt: world.now(),
  });
  await tick();
  await world.settle();
  world.pass(60 * MINUTE_MS);
  await tick();
  await world.settle();
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T13:15:00Z') });
  world.pass(-60 * MINUTE_MS);
  await tick();
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:15:00Z') });
  world.pass(15 * MINUTE_MS);
  await tick();
  await world.settle();
  world.pass(15 * MINUTE_MS);
  await tick();
  await world.settle();
  const places = await planned(id);
  expect(new Set(places).size).toBe(places.length);
  expect(places).toContain('2025-06-02T12:30:00.000Z');
});

it('a wait for the next attempt ends in time even if the clock jumps back', async () => {
  const id = await world.addConfiguration();
  await world.db.query(
    `insert into sync_executions (id, configuration_id, trigger, depth, status, next_attempt_at)
     values (gen_random_uuid(), $1, 'schedule', 'full', 'pending', $2)`,
    [id, new Date(world.nowMs + 60 * MINUTE_MS)],
  );
  await world.settle();
  expect(await world.one('select status from sync_executions')).toEqual({ status: 'success' });
});

it('a failing configuration is shown as such and continues at its frequency', async () => {
  const id = await world.addConfiguration({ frequency: 'hourly', nextDueAt: world.now() });
  await world.db.query(`update sync_configurations set status = 'error' where id = $1`, [id]);
  expect(await tick()).toBe(1);
});

it('a daily one is due once on the day with its hour twice, and on the day without its hour', async () => {
  const id = await world.addConfiguration({
    frequency: 'daily',
    timezone: 'Europe/Madrid',
    runAt: '02:30',
    anchor: new Date('2025-01-01T00:00:00Z'),
    nextDueAt: new Date('2025-10-25T00:30:00Z'),
  });
  world.nowMs = Date.parse('2025-10-25T00:00:00Z');
  for (let n = 0; n < 4 * 24 * 3; n += 1) {
    await tick();
    await world.db.query(
      `update sync_executions set status = 'success', finished_at = $1, judged_at = $1,
         next_attempt_at = null where status = 'pending'`,
      [world.now()],
    );
    world.pass(15 * MINUTE_MS);
  }
  expect(await planned(id)).toEqual([
    '2025-10-25T00:30:00.000Z',
    '2025-10-26T00:30:00.000Z',
    '2025-10-27T01:30:00.000Z',
  ]);
});

async function everyMinute(nextDueAt: Date): Promise<string> {
  return await world.addConfiguration({ frequency: 'every_minute', anchor: nextDueAt, nextDueAt });
}

it('one with a frequency of a minute starts in the first round of the dispatcher after its time, between ticks', async () => {
  const id = await everyMinute(new Date(world.nowMs + MINUTE_MS));
  expect(await world.settle()).toBe(0);
  world.pass(MINUTE_MS);
  expect(await world.settle()).toBe(1);
  expect(await world.settle()).toBe(0);
  expect(await planned(id)).toEqual(['2025-06-02T12:01:00.000Z']);
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:02:00Z') });
});

it('one with a frequency of five minutes starts between the ticks, and one of a quarter of an hour waits for the tick', async () => {
  const [due] = [world.now()];
  const five = await world.addConfiguration({ frequency: 'every_5_minutes', anchor: due, nextDueAt: due });
  const quarter = await world.addConfiguration({
    frequency: 'every_15_minutes',
    anchor: due,
    nextDueAt: due,
  });
  await world.settle();
  expect(await planned(quarter)).toEqual([]);
  expect(await planned(five)).toEqual(['2025-06-02T12:00:00.000Z']);
  expect(await world.configuration(five)).toMatchObject({ next_due_at: new Date('2025-06-02T12:05:00Z') });
  await tick();
  expect(await planned(quarter)).toHaveLength(1);
});

it('dispatchers that run at the same time create one execution for each minute', async () => {
  const id = await everyMinute(world.now());
  for (let n = 0; n < 5; n += 1) {
    await Promise.all([1, 2, 3].map(async () => await world.rounds().round()));
    await tick();
    await world.settle();
    world.pass(MINUTE_MS);
  }
  expect(await planned(id)).toEqual([0, 1, 2, 3, 4].map((minute) => `2025-06-02T12:0${minute}:00.000Z`));
});

it('an execution of more than a minute delays the next one, which then comes once', async () => {
  const id = await everyMinute(world.now());
  await world.rounds().round();
  for (let n = 0; n < 3; n += 1) {
    world.pass(MINUTE_MS);
    await world.rounds().round();
  }
  expect(await planned(id)).toHaveLength(1);
  world.pass(10_000);
  await world.settle();
  await world.settle();
  expect(await planned(id)).toEqual(['2025-06-02T12:00:00.000Z', '2025-06-02T12:01:00.000Z']);
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:04:00Z') });
});

it('a failing one with a frequency of a minute is tried again at the tick, and each minute after its next success', async () => {
  const id = await everyMinute(world.now());
  await world.db.query(`update sync_configurations set status = 'error' where id = $1`, [id]);
  expect(await world.settle()).toBe(0);
  expect(await tick()).toBe(1);
  await world.settle();
  expect((await world.configuration(id))['status']).toBe('active');
  world.pass(MINUTE_MS);
  expect(await world.settle()).toBe(1);
});

it('one with a frequency of a minute whose last proof failed waits for the tick', async () => {
  const id = await everyMinute(world.now());
  await world.settle();
  await world.db.query(
    `insert into sync_checkpoints (configuration_id, execution_id, phase, position, snapshot_taken_at, is_doubted)
     select configuration_id, id, 'done', 0, now(), true from sync_executions
     on conflict (configuration_id) do update set is_doubted = true`,
  );
  world.pass(MINUTE_MS);
  expect(await world.settle()).toBe(0);
  expect(await tick()).toBe(1);
  expect(await planned(id)).toHaveLength(2);
});

it('one with a frequency of a minute gets its time back when a clock that was ahead is right again', async () => {
  const id = await everyMinute(new Date(world.nowMs + 60 * MINUTE_MS));
  await world.settle();
  expect(await world.configuration(id)).toMatchObject({ next_due_at: new Date('2025-06-02T12:01:00Z') });
  expect(await planned(id)).toEqual([]);
});
