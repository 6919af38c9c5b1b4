import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DispatchedRow, putBack, takeDispatched } from '../../src/backend/dispatch/dispatched-rows.ts';
import { claimExecution } from '../../src/backend/executions/execution-start-records.ts';
import { listenForWork } from '../../src/backend/work-notice.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import type { Carrier } from '../../src/tasks/carriers/carrier.ts';
import { openPostgresCarrier } from '../../src/tasks/carriers/postgres-carrier.ts';
import { requestConnectionTest, triggerSync } from '../../src/tasks/control.ts';
import { createRounds } from '../../src/tasks/dispatcher.ts';
import { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

let world: TaskWorld;
let carrier: Carrier;

beforeEach(async () => {
  world = await TaskWorld.open();
  const { log } = world.backend;
  carrier = openPostgresCarrier({ db: world.db, log, loops: createLoops(log) });
});
afterEach(async () => {
  await carrier.close();
  await world.close();
});

/** A round of a dispatcher that hands work over in PostgreSQL. */
async function round(): Promise<void> {
  const { db, now } = world;
  const { log } = world.backend;
  await createRounds({ db, carrier, log, now, maxRetries: 3, watch: async () => undefined }).round();
}

async function take(critical: number, fallback = 0): Promise<readonly DispatchedRow[]> {
  const slots = new Map([['critical', critical]]);
  if (fallback > 0) slots.set('default', fallback);
  return await takeDispatched(world.db, slots);
}

const idsOf = (rows: readonly DispatchedRow[]): readonly string[] => rows.map(({ id }) => id);

async function trigger(credentialsId: string): Promise<string> {
  const configuration = await world.addConfiguration({ credentialsId });
  return (await triggerSync(world.control, configuration, null)).executionId;
}

it('workers that take work at the same time share 200 rows: none is taken twice, and none is left', async () => {
  for (let n = 0; n < 200; n += 1) await requestConnectionTest(world.control, await world.addCredentials());
  await round();
  const taken: string[] = [];
  const worker = async (): Promise<void> => {
    for (;;) {
      const rows = await take(4);
      if (rows.length === 0) return;
      taken.push(...idsOf(rows));
    }
  };
  // A worker that finds nothing may have looked while others had locked the last rows.
  await Promise.all([worker(), worker(), worker(), worker()]);
  const all = await world.rows<{ id: string }>('select id from background_tasks order by id');
  expect(taken.toSorted()).toEqual(all.map(({ id }) => id));
});

it('tasks go before executions, the longest waiting first, and no more than there are slots', async () => {
  const [first, second, third] = [
    await trigger(await world.addCredentials()),
    await trigger(await world.addCredentials()),
    await trigger(await world.addCredentials()),
  ];
  const waits = 'update sync_executions set next_attempt_at = $2 where id = $1';
  await world.db.query(waits, [second, new Date(world.nowMs - 60_000)]);
  const task = await requestConnectionTest(world.control, await world.addCredentials());
  await round();
  expect(await take(2)).toEqual([
    { id: task, dispatchNumber: 1, queue: 'critical', name: 'test_woocommerce_connection' },
    { id: second, dispatchNumber: 1, queue: 'critical', name: 'sync_woocommerce_event' },
  ]);
  expect(idsOf(await take(5)).toSorted()).toEqual([first, third].toSorted());
  expect(await take(5)).toEqual([]);
});

it('each queue gives to its own slots', async () => {
  const planned = await world.addConfiguration({ frequency: 'hourly', nextDueAt: world.now() });
  await world.onTime('run_scheduled_syncs');
  const asked = await trigger(await world.addCredentials());
  await round();
  expect(idsOf(await take(3))).toEqual([asked]);
  const [row] = await take(0, 3);
  const execution = await world.one('select configuration_id from sync_executions where id = $1', [row?.id]);
  expect([row?.queue, execution]).toEqual(['default', { configuration_id: planned }]);
});

describe('work that may not start is not taken', () => {
  it('beyond the slots of its store', async () => {
    const store = await world.addCredentials(1);
    for (let n = 0; n < 4; n += 1) await trigger(store);
    await round();
    // One slot, and an extra one for a person.
    expect(await take(10)).toHaveLength(2);
  });

  it('before its time', async () => {
    const id = await trigger(await world.addCredentials());
    const later = 'update sync_executions set next_attempt_at = $2 where id = $1';
    await world.db.query(later, [id, new Date(world.nowMs + 60_000)]);
    await round();
    expect(await take(10)).toEqual([]);
    world.pass(61_000);
    await round();
    expect(idsOf(await take(10))).toEqual([id]);
  });

  it('while it runs already', async () => {
    const id = await trigger(await world.addCredentials());
    await round();
    await claimExecution(world.db, id, 'another worker');
    expect(await take(10)).toEqual([]);
    await round();
    expect(await take(10)).toEqual([]);
  });
});

describe('work that was taken but not begun', () => {
  it('is dispatched again once its worker has been silent for 15 seconds, and runs once', async () => {
    const id = await trigger(await world.addCredentials());
    await round();
    expect(await take(1)).toHaveLength(1);
    await round();
    expect(await take(1)).toEqual([]);
    await world.db.query(`update sync_executions set dispatched_at = dispatched_at - interval '16 seconds'`);
    await round();
    await round();
    expect(await take(1)).toEqual([
      { id, dispatchNumber: 2, queue: 'critical', name: 'sync_woocommerce_event' },
    ]);
    // The first worker was only slow: both begin, and one is refused.
    const claims = [await claimExecution(world.db, id, 'one'), await claimExecution(world.db, id, 'other')];
    expect(claims.filter((claim) => typeof claim !== 'string')).toHaveLength(1);
    expect(claims[1]).toBe('not-pending');
  });

  it('is put back by a worker that stops, and another one takes it at once', async () => {
    const id = await trigger(await world.addCredentials());
    const task = await requestConnectionTest(world.control, await world.addCredentials());
    await round();
    const taken = await take(5);
    await putBack(world.db, taken);
    expect(idsOf(await take(5)).toSorted()).toEqual([id, task].toSorted());
  });

  it('is not put back under an outdated number', async () => {
    await trigger(await world.addCredentials());
    await round();
    const old = await take(1);
    await world.db.query('update sync_executions set dispatched_at = null');
    await round();
    expect(await take(1)).toHaveLength(1);
    await putBack(world.db, old);
    expect(await take(1)).toEqual([]);
  });
});

it('a dispatch notifies other processes with the name of its queue', async () => {
  const { log } = world.backend;
  const notified: string[] = [];
  let listens = false;
  const work = (): void => {
    listens = true;
  };
  const listening = listenForWork(
    { db: world.db, loops: createLoops(log) },
    { work, handOver: (queue) => void notified.push(queue) },
  );
  await waitFor(
    () => listens,
    (ready) => ready,
  );
  await requestConnectionTest(world.control, await world.addCredentials());
  await round();
  await waitFor(
    () => notified,
    (queues) => queues.length > 0,
  );
  expect(notified).toEqual(['critical']);
  await listening.stop();
});
