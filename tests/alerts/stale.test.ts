import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { findStale } from '../../src/backend/incidents/evaluation-records.ts';
import { readOperationFacts } from '../../src/backend/operation/operation-records.ts';
import { changeFrequencies } from '../../src/configurations/edit-configuration.ts';
import { staleAfterMs } from '../../src/configurations/schedule-grid.ts';
import { newId } from '../../src/kernel/ids.ts';
import { TaskWorld } from '../tasks/task-world.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

/** The configurations that an alert names, which the status must name as well. */
async function stale(): Promise<readonly string[]> {
  const found = await inTransaction(world.db, async (tx) => await findStale(tx, staleAfterMs(), world.now()));
  const ids = found.map(({ configurationId }) => configurationId);
  const facts = await readOperationFacts(world.db, staleAfterMs(), world.now());
  expect(facts.stale.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  return ids;
}

async function succeeded(id: string, minutesAgo: number): Promise<void> {
  const at = new Date(world.nowMs - minutesAgo * 60_000);
  await world.db.query(
    'update sync_configurations set last_success_at = $2, scheduled_since = $2 where id = $1',
    [id, at],
  );
}

it('calls a frequent configuration stale after 45 minutes, but not while an execution of it runs', async () => {
  const [late, busy, tick] = [
    await world.addConfiguration({ frequency: 'every_minute', nextDueAt: world.now() }),
    await world.addConfiguration({ frequency: 'every_5_minutes', nextDueAt: world.now() }),
    await world.addConfiguration({ frequency: 'every_minute', nextDueAt: world.now() }),
  ];
  await succeeded(late, 46);
  await succeeded(busy, 46);
  await succeeded(tick, 44);
  await world.db.query(
    `insert into sync_executions (id, configuration_id, trigger, depth, status)
     values ($1, $2, 'schedule', 'full', 'running')`,
    [newId(), busy],
  );
  expect(await stale()).toEqual([late]);
});

it('counts the periods of a new frequency from its change', async () => {
  const id = await world.addConfiguration({ frequency: 'daily', nextDueAt: world.now() });
  await succeeded(id, 20 * 60);
  expect(await stale()).toEqual([]);
  await changeFrequencies({ db: world.db, now: world.now }, [id], 'every_minute');
  expect(await stale()).toEqual([]);
  await succeeded(id, 20 * 60);
  expect(await stale()).toEqual([id]);
});
