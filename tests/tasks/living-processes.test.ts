import { afterEach, beforeEach, expect, test } from 'vitest';
import { listProcesses } from '../../src/backend/operation/service-process-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { startHeartbeat } from '../../src/tasks/heartbeat.ts';
import { readOperation } from '../../src/tasks/operation.ts';
import { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => await world.close());

const SELF = { role: 'worker', host: 'one', pid: 7, version: '1.2.3', queues: ['critical'] } as const;

async function alive(): Promise<readonly string[]> {
  return (await listProcesses(world.db)).filter((one) => one.alive).map(({ id }) => id);
}

test('a process with a stuck loop sends no heartbeat until it recovers', async () => {
  const { log } = world.backend;
  const loops = createLoops(log, { answerMs: 5_000, standingMs: 500, roundMs: 60_000 });
  let end: () => void = () => undefined;
  const stuck = loops.start({
    name: 'dispatcher',
    pauseMs: () => null,
    round: async () =>
      await new Promise<void>((resolve) => {
        end = resolve;
      }),
  });
  await waitFor(
    () => loops.standing(),
    (names) => names.includes('dispatcher'),
  );
  const heartbeat = startHeartbeat({ db: world.db, log, loops, skewMs: () => 0 }, { ...SELF, id: newId() });
  const other = startHeartbeat(
    { db: world.db, log, loops: createLoops(log), skewMs: () => 0 },
    { ...SELF, id: newId() },
  );
  await waitFor(alive, (ids) => ids.length === 1);
  end();
  await waitFor(alive, (ids) => ids.length === 2);
  await Promise.all([heartbeat.stop(), other.stop(), stuck.stop()]);
});

test('a process is alive from its first heartbeat to its orderly end', async () => {
  const id = newId();
  const { log } = world.backend;
  const heartbeat = startHeartbeat(
    { db: world.db, log, loops: createLoops(log), skewMs: () => 0 },
    { ...SELF, id },
  );
  await waitFor(alive, (ids) => ids.length === 1);
  const [seen] = await listProcesses(world.db);
  expect(seen).toMatchObject({ ...SELF, id, alive: true });
  await heartbeat.stop();
  expect(await listProcesses(world.db)).toEqual([]);
});

test('a silent process is dead after 20 seconds, and forgotten after a day', async () => {
  const [silent, gone] = [newId(), newId()];
  await world.db.query(
    `insert into service_processes (id, role, host, pid, version, queues, last_seen_at)
     values ($1, 'worker', 'one', 7, '1', '{critical}', clock_timestamp() - interval '21 seconds'),
       ($2, 'worker', 'one', 8, '1', '{critical}', clock_timestamp() - interval '25 hours')`,
    [silent, gone],
  );
  expect((await listProcesses(world.db)).map(({ id, alive: lives }) => [id, lives])).toEqual([
    [silent, false],
  ]);
  const { unservedQueues, reasons } = await readOperation({ db: world.db, now: world.now, carrier: null });
  expect(unservedQueues).toContain('critical');
  expect(reasons).toEqual(['worker-missing', 'scheduler-missing']);
  await world.onTime('cleanup_old_executions');
  expect(await world.rows('select id from service_processes')).toEqual([{ id: silent }]);
});
