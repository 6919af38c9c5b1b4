import { afterEach, beforeEach, expect, it } from 'vitest';
import { TIMETABLES } from '../../src/tasks/carriers/queues.ts';
import { freshBackend } from '../pipe/sync-store.ts';
import { TaskWorld } from './task-world.ts';

const TICK = 'run_scheduled_syncs';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

/** @param next SQL */
async function comesAt(next: string, name = TICK): Promise<void> {
  await world.db.query(
    `insert into timetables (name, next_at) values ($1, ${next})
     on conflict (name) do update set next_at = excluded.next_at`,
    [name],
  );
}

const asked = async (): Promise<readonly string[]> =>
  (await world.rows<{ name: string }>('select name from background_tasks order by created_at, name')).map(
    ({ name }) => name,
  );

async function isNextQuarter(): Promise<boolean> {
  const { is } = await world.one<{ is: boolean }>(
    `select extract(epoch from next_at)::bigint % 900 = 0 and next_at > now() and
       next_at <= now() + interval '15 minutes' as is
     from timetables where name = '${TICK}'`,
  );
  return is;
}

it('a new backend has every timetable, and each is due at once', async () => {
  const backend = await freshBackend();
  const { rows } = await backend.db.query('select name from timetables where next_at <= now() order by name');
  expect(rows.map(({ name }) => name)).toEqual(TIMETABLES.map(({ name }) => name).toSorted());
  await backend.close();
});

it('runs once, however many schedulers check at the same time, and next on the quarter of an hour', async () => {
  await comesAt('now()');
  await Promise.all([1, 2, 3, 4, 5].map(async () => await world.rounds().round()));
  await world.rounds().round();
  expect(await asked()).toEqual([TICK]);
  expect(await isNextQuarter()).toBe(true);
});

it('runs once after an outage in which several times passed', async () => {
  await comesAt(`now() - interval '7 hours'`);
  for (let n = 0; n < 3; n += 1) await world.settle();
  expect(await asked()).toEqual([TICK]);
  expect(await world.rows('select status, result from background_tasks')).toEqual([
    { status: 'success', result: { executions: 0 } },
  ]);
  expect(await isNextQuarter()).toBe(true);
});

it('does not run before its time, by the clock of the database', async () => {
  await comesAt(`now() + interval '10 seconds'`);
  // The clock of this process does not matter.
  world.pass(24 * 3_600_000);
  await world.rounds().round();
  expect(await asked()).toEqual([]);
});

it('runs even if the clock of the database was set back by hours', async () => {
  await comesAt(`now() + interval '3 hours'`);
  await world.rounds().round();
  expect(await asked()).toEqual([TICK]);
  expect(await isNextQuarter()).toBe(true);
});

it('is not lost with its job: PostgreSQL has the task', async () => {
  await comesAt('now()');
  world.carrier.down = true;
  await world.rounds().round();
  world.carrier.down = false;
  await world.rounds().round();
  world.carrier.waiting.length = 0;
  await world.db.query(`update background_tasks set dispatched_at = dispatched_at - interval '16 seconds'`);
  await world.rounds().round();
  await world.settle();
  expect(await world.rows('select name, status from background_tasks')).toEqual([
    { name: TICK, status: 'success' },
  ]);
});

it('a tick creates an execution for each due configuration, and each hour plans a test of each set', async () => {
  const credentialsId = await world.addCredentials();
  const configuration = await world.addConfiguration({
    credentialsId,
    frequency: 'hourly',
    nextDueAt: world.now(),
  });
  await comesAt('now()');
  await comesAt('now()', 'plan_connection_tests');
  await world.settle();
  expect(await world.rows('select configuration_id, status from sync_executions')).toEqual([
    { configuration_id: configuration, status: 'success' },
  ]);
  const tests = `select subject_id, status from background_tasks where name = 'test_woocommerce_connection'`;
  expect(await world.rows(tests)).toEqual([{ subject_id: credentialsId, status: 'success' }]);
});
