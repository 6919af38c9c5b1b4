import { afterEach, beforeEach, expect, it } from 'vitest';
import { requestConnectionTest } from '../../src/tasks/control.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

const HOUR_MS = 3_600_000;
const TEST = 'test_woocommerce_connection';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

const result = async (credentialsId: string) =>
  await world.one('select last_tested_at, last_test_success from sync_credentials where id = $1', [
    credentialsId,
  ]);

it('every set in use is tested daily, however many schedulers ask, and no other', async () => {
  const used = await world.addCredentials();
  const resting = await world.addCredentials();
  await world.db.query('update sync_credentials set is_active = false where id = $1', [resting]);
  for (let n = 0; n < 2; n += 1) await world.onTime('plan_connection_tests');
  await world.settle();
  expect(await result(used)).toEqual({ last_tested_at: world.now(), last_test_success: true });
  expect(await result(resting)).toEqual({ last_tested_at: null, last_test_success: null });
  expect(await world.rows(`select status from background_tasks where name = '${TEST}'`)).toEqual([
    { status: 'success' },
  ]);
});

it('a timetable that runs too early tests no set that was tested within the day', async () => {
  const sets = [await world.addCredentials(), await world.addCredentials()];
  const onTime = async (): Promise<readonly unknown[]> => {
    await world.onTime('plan_connection_tests');
    await world.settle();
    const tasks = await world.rows<{ id: string }>(
      `select subject_id as id from background_tasks where name = '${TEST}' order by 1`,
    );
    await world.db.query('delete from background_tasks');
    return tasks.map(({ id }) => id);
  };
  expect(await onTime()).toEqual(sets.toSorted());
  world.pass(12 * HOUR_MS);
  expect(await onTime()).toEqual([]);
  await requestConnectionTest(world.control, sets[0] ?? '');
  await world.settle();
  await world.db.query('delete from background_tasks');
  world.pass(12 * HOUR_MS);
  expect(await onTime()).toEqual([sets[1]]);
  world.pass(12 * HOUR_MS);
  expect(await onTime()).toEqual([sets[0]]);
});

it('a test that a person requests goes first, and its failure is stored', async () => {
  const set = await world.addCredentials();
  world.store.failure = AWAY;
  await world.onTime('plan_connection_tests');
  await requestConnectionTest(world.control, set);
  await world.rounds().round();
  expect(world.carrier.handed.map((job) => job.queue)).toEqual(['critical']);
  await world.settle();
  expect(await result(set)).toEqual({ last_tested_at: world.now(), last_test_success: false });
  expect(await world.rows(`select status, error_code from background_tasks where name = '${TEST}'`)).toEqual([
    { status: 'failed', error_code: 'store.unreachable' },
  ]);
  // one failed test is not an incident yet
  expect(await world.rows('select id from alert_incidents')).toEqual([]);
});

it('a task whose worker vanished is run by another one', async () => {
  const set = await world.addCredentials();
  await requestConnectionTest(world.control, set);
  await world.rounds().round();
  world.carrier.waiting.length = 0;
  await world.db.query(
    `update background_tasks set status = 'running', holder = 'gone', dispatched_at = null,
       lease_until = now() - interval '1 second'`,
  );
  await world.settle();
  expect(await result(set)).toMatchObject({ last_test_success: true });
});
