import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { requestAll, requestTargeted } from '../../src/backend/executions/execution-records.ts';
import { startExecution } from '../../src/backend/executions/execution-start-records.ts';
import { request } from '../../src/backend/executions/transitions.ts';
import { triggerSync, triggerTargeted } from '../../src/tasks/control.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { TaskWorld } from './task-world.ts';

let world: TaskWorld;
let configuration: string;

beforeEach(async () => {
  world = await TaskWorld.open();
  configuration = await world.addConfiguration({ frequency: 'hourly', nextDueAt: world.now() });
});
afterEach(async () => await world.close());

type ByItself = 'live' | 'webhook';

/** A pending execution that no person requested. */
async function pending(trigger: ByItself, orderIds: readonly number[] | null): Promise<string> {
  const of = { configurationId: configuration, trigger, queue: 'default', requestedBy: null } as const;
  const one = { ...of, retryOf: null, plannedAt: null, maxRetries: 3, requestedDepth: 'quick' } as const;
  const targets = orderIds === null ? {} : { targets: { orderIds, ticketIds: [] } };
  const [id] = await inTransaction(world.db, async (tx) => {
    return await request(tx, [{ ...one, ...targets }], world.now());
  });
  if (id === undefined) throw new Error('no execution');
  return id;
}

async function row(id: string) {
  return await world.one<Record<string, unknown>>(
    `select trigger, queue, status, requested_depth as depth, planned_at, to_jsonb(order_ids) as orders
     from sync_executions where id = $1`,
    [id],
  );
}

describe.each(['live', 'webhook'] as const)('a pending execution of trigger %s', (trigger) => {
  it('that reads orders searches as much as a person asks for once a person names one of them', async () => {
    const id = await pending(trigger, [7]);
    const targets = { orderIds: [9], ticketIds: [] };
    const joined = await triggerTargeted(world.control, configuration, null, targets);
    expect(joined).toMatchObject({ executionId: id, promoted: true });
    expect(await row(id)).toMatchObject({ trigger: 'manual', queue: 'critical', orders: [7, 9] });
  });

  it('that reads the event takes the depth that a person asks for', async () => {
    const id = await pending(trigger, null);
    await triggerSync(world.control, configuration, null);
    expect(await row(id)).toMatchObject({ trigger: 'manual', depth: null });
  });

  it('that reads the event takes the depth of a request for all events', async () => {
    const id = await pending(trigger, null);
    const all = await inTransaction(world.db, async (tx) => {
      return await requestAll(tx, { requestedBy: null, maxRetries: 3, now: world.now() });
    });
    expect(all).toMatchObject({ made: [], promoted: [id] });
    expect(await row(id)).toMatchObject({ trigger: 'manual', depth: null });
  });

  it.each([null, 'sweep'] as const)('takes the depth %s of the command line', async (depth: Depth | null) => {
    const id = await pending(trigger, null);
    const started = await startExecution(world.db, configuration, 'me', depth, world.now());
    expect(started).toMatchObject({ id, trigger: 'command_line', requestedDepth: depth });
  });

  it('succeeds even if the event has none of its orders', async () => {
    await triggerSync(world.control, configuration, null);
    await world.settle();
    const id = await pending(trigger, [7]);
    await world.settle();
    expect(await row(id)).toMatchObject({ trigger, status: 'success' });
  });

  it('becomes the execution of the schedule when its configuration is due', async () => {
    const id = await pending(trigger, null);
    const dueAt = world.now();
    await world.onTime('run_scheduled_syncs');
    expect(await row(id)).toMatchObject({
      trigger: 'schedule',
      depth: null,
      status: 'pending',
      planned_at: dueAt,
    });
    expect(await world.rows('select id from sync_executions')).toHaveLength(1);
    const [next] = await world.rows<{ at: Date }>('select next_due_at as at from sync_configurations');
    expect(next?.at.getTime()).toBeGreaterThan(dueAt.getTime());
  });
});

it('a request of a person stays that of the person when its configuration is due', async () => {
  const { executionId } = await triggerSync(world.control, configuration, null);
  await world.onTime('run_scheduled_syncs');
  expect(await row(executionId)).toMatchObject({ trigger: 'manual', planned_at: null });
});

it('orders that live mode names wait in the queue of the schedule, until a person asks for some of them', async () => {
  const by = { configurationId: configuration, trigger: 'live', requestedBy: null, retryOf: null } as const;
  const { executionId } = await inTransaction(world.db, async (tx) => {
    const targets = { orderIds: [7], ticketIds: [] };
    return await requestTargeted(tx, { ...by, maxRetries: 3, targets, now: world.now() });
  });
  expect(await row(executionId)).toMatchObject({ trigger: 'live', queue: 'default' });
  await triggerTargeted(world.control, configuration, null, { orderIds: [7], ticketIds: [] });
  expect(await row(executionId)).toMatchObject({ trigger: 'manual', queue: 'critical', orders: [7] });
});
