import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimExecution } from '../../src/backend/executions/execution-start-records.ts';
import { changeStatus, retryExecution, triggerSync, triggerTargeted } from '../../src/tasks/control.ts';
import { claimed, finish } from './claimed.ts';
import { AWAY } from './quiet-store.ts';
import { NO_ALERTS, TaskWorld } from './task-world.ts';

let world: TaskWorld;
let configuration: string;

beforeEach(async () => {
  world = await TaskWorld.open();
  configuration = await world.addConfiguration();
});
afterEach(async () => {
  await world.close();
});

/** Without this ticket, an execution of the empty store would end because none of its rows belongs to the event. */
async function orders(...orderIds: number[]): Promise<string> {
  const targets = { orderIds, ticketIds: [900] };
  return (await triggerTargeted(world.control, configuration, null, targets)).executionId;
}

async function namedOrders(executionId: string): Promise<readonly number[]> {
  const { ids } = await world.one<{ ids: readonly number[] }>(
    'select to_jsonb(order_ids) as ids from sync_executions where id = $1',
    [executionId],
  );
  return ids;
}

describe('named orders', () => {
  it('wait for the running execution, and are read right after it', async () => {
    const running = await claimed(world, (await triggerSync(world.control, configuration, null)).executionId);
    const id = await orders(7);
    await world.rounds().round();
    expect(world.carrier.waiting).toHaveLength(0);
    expect(await claimExecution(world.db, id, 'worker')).toBe('busy');
    expect(await world.execution(id)).toMatchObject({ status: 'pending', queue: 'critical' });
    await finish(world, running);
    await world.settle();
    expect(await world.execution(id)).toMatchObject({ status: 'success', failed_attempts: 0 });
  });

  it('are read before an execution of the event that only waits, which keeps its position', async () => {
    await world.db.query(`update sync_configurations set frequency = 'hourly', next_due_at = $1`, [
      world.now(),
    ]);
    await world.onTime('run_scheduled_syncs');
    const id = await orders(7);
    await world.settle();
    const ended = await world.rows<{ id: string; depth: string }>(
      'select id, depth from sync_executions order by started_at',
    );
    expect(ended).toMatchObject([{ id, depth: 'targeted' }, { depth: 'full' }]);
  });

  it('refuse no sync of the event, which waits for them', async () => {
    const running = await claimed(world, await orders(7));
    const { executionId, promoted } = await triggerSync(world.control, configuration, null);
    expect(promoted).toBe(false);
    await world.rounds().round();
    expect(await world.execution(executionId)).toMatchObject({ status: 'pending' });
    await finish(world, running);
    await world.settle();
    expect(await world.execution(executionId)).toMatchObject({ status: 'success' });
  });

  it('do not replace the scheduled execution', async () => {
    await claimed(world, await orders(7));
    await world.db.query(`update sync_configurations set frequency = 'hourly', next_due_at = $1`, [
      world.now(),
    ]);
    await world.onTime('run_scheduled_syncs');
    expect(await world.rows(`select id from sync_executions where trigger = 'schedule'`)).toHaveLength(1);
  });

  it('join a waiting execution, even if two requests come at once', async () => {
    const ids = await Promise.all([orders(7, 8), orders(8, 9), orders(10)]);
    expect(new Set(ids).size).toBe(1);
    expect(await namedOrders(ids[0])).toEqual([7, 8, 9, 10]);
    const running = await claimed(world, ids[0]);
    const next = await orders(7);
    expect(next).not.toBe(ids[0]);
    expect(running.targets).toEqual({ orderIds: [7, 8, 9, 10], ticketIds: [900] });
  });

  it('are a separate execution if the waiting one has no room for them', async () => {
    const first = await orders(...Array.from({ length: 200 }, (_, n) => n + 1));
    const second = await orders(201);
    expect(second).not.toBe(first);
    expect(await orders(5)).toBe(first);
    expect(await namedOrders(first)).toHaveLength(200);
    await world.settle();
    expect([await world.execution(first), await world.execution(second)]).toMatchObject([
      { status: 'success' },
      { status: 'success' },
    ]);
  });

  it('do not count for the event as a whole: neither its counters nor its state change', async () => {
    await world.db.query(`update sync_configurations set status = 'error', last_success_at = $1`, [
      new Date(world.nowMs - 86_400_000),
    ]);
    const before = await world.configuration(configuration);
    await orders(7);
    await world.settle();
    expect(await world.configuration(configuration)).toEqual(before);
    world.store.failure = AWAY;
    const failing = await orders(7);
    for (let round = 0; round < 4; round += 1) {
      await world.settle();
      world.pass(10 * 60_000);
    }
    await world.settle(NO_ALERTS);
    expect(await world.execution(failing)).toMatchObject({ status: 'failed', failed_attempts: 4 });
    expect(await world.configuration(configuration)).toEqual(before);
    const { executionId } = await retryExecution(world.control, failing, null);
    expect(await namedOrders(executionId)).toEqual([7]);
    world.store.failure = null;
    await world.settle();
    expect(await world.execution(executionId)).toMatchObject({ status: 'success' });
    expect(await world.rows('select id from alert_incidents')).toEqual([]);
  });

  it('are tried again after a vanished worker', async () => {
    const id = await orders(7);
    await claimed(world, id);
    await world.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
    await world.settle();
    expect(await world.execution(id)).toMatchObject({ status: 'success', takeovers: 1 });
  });

  it('are cancelled when the configuration is paused', async () => {
    const id = await orders(7);
    await changeStatus(world.control, configuration, 'pause');
    expect(await world.execution(id)).toMatchObject({ status: 'cancelled', stop_reason: 'paused' });
  });

  it('end with a sentence if the event has none of them', async () => {
    const { executionId } = await triggerTargeted(world.control, configuration, null, {
      orderIds: [7, 8],
      ticketIds: [],
    });
    await world.settle();
    const ended = await world.one(
      'select status, failed_attempts, error_code, error_message from sync_executions where id = $1',
      [executionId],
    );
    expect(ended).toEqual({
      status: 'failed',
      failed_attempts: 1,
      error_code: 'execution.orders-not-of-event',
      error_message: 'The store has nothing of this event under the orders 7, 8.',
    });
  });
});
