import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/kernel/errors.ts';
import { cancel, changeStatus, retryExecution, triggerSync } from '../../src/tasks/control.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

async function trigger(configurationId: string): Promise<string> {
  return (await triggerSync(world.control, configurationId, null)).executionId;
}

describe('an execution', () => {
  it('that succeeds is counted with its end', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    expect(await world.execution(id)).toMatchObject({ status: 'pending', queue: 'critical' });
    await world.settle();
    expect(await world.execution(id)).toMatchObject({ status: 'success', failed_attempts: 0 });
    expect(await world.configuration(configuration)).toMatchObject({
      status: 'active',
      last_sync_at: world.now(),
      last_sync_status: 'success',
      last_success_at: world.now(),
      total_executions: 1,
      successful_executions: 1,
      failed_executions: 0,
      success_rate: '100.00',
    });
  });

  it('is tried again after 30 s, 2 min and 8 min, then has failed, and a success ends the error', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    world.store.failure = AWAY;
    const waitsMs: number[] = [];
    await world.settle();
    for (;;) {
      const { status, next_attempt_at } = await world.execution(id);
      if (status !== 'pending' || next_attempt_at === null) break;
      const waitMs = next_attempt_at.getTime() - world.nowMs;
      waitsMs.push(waitMs);
      // not a moment sooner
      world.pass(waitMs - 1);
      expect(await world.settle()).toBe(0);
      world.pass(1);
      await world.settle();
    }
    expect(waitsMs.map((ms, n) => Math.abs(ms / ([30_000, 120_000, 480_000][n] ?? 0) - 1) <= 0.1)).toEqual([
      true,
      true,
      true,
    ]);
    expect(await world.execution(id)).toMatchObject({
      status: 'failed',
      failed_attempts: 4,
      error_code: 'store.unreachable',
    });
    expect(await world.outcomes(id)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(await world.configuration(configuration)).toMatchObject({
      status: 'error',
      last_sync_status: 'failed',
      total_executions: 1,
      failed_executions: 1,
      success_rate: '0.00',
    });
    world.store.failure = null;
    await trigger(configuration);
    await world.settle();
    expect(await world.configuration(configuration)).toMatchObject({
      status: 'active',
      success_rate: '50.00',
    });
  });

  it('is not tried again if only a person can correct the cause', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    world.store.failure = new AppError({ code: 'store.access-denied', message: 'Refused.' });
    await world.settle();
    expect(await world.execution(id)).toMatchObject({ status: 'failed', failed_attempts: 1 });
  });

  it('that is requested twice is one, and goes first', async () => {
    const configuration = await world.addConfiguration({
      frequency: 'hourly',
      nextDueAt: world.now(),
    });
    await world.onTime('run_scheduled_syncs');
    await world.rounds().round();
    expect(world.carrier.handed.map((job) => job.queue)).toEqual(['default']);
    const first = await triggerSync(world.control, configuration, null);
    const second = await triggerSync(world.control, configuration, null);
    expect([first.promoted, second.promoted]).toEqual([true, true]);
    expect(second.executionId).toBe(first.executionId);
    await world.rounds().round();
    expect(world.carrier.handed.map((job) => job.queue)).toEqual(['default', 'critical']);
    await world.settle();
    // both jobs were delivered, and the execution ran once
    expect(await world.outcomes(first.executionId)).toEqual(['success']);
  });

  it('that waits for its next attempt starts at once when a person requests it', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    world.store.failure = AWAY;
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['failed']);
    world.store.failure = null;
    expect(await trigger(configuration)).toBe(id);
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['failed', 'success']);
  });

  it('that runs refuses a second one, and names itself', async () => {
    const configuration = await world.addConfiguration();
    world.store.pages = 1;
    let refused: unknown;
    world.store.gate = async () => {
      refused = await trigger(configuration).catch((error: unknown) => error);
    };
    const id = await trigger(configuration);
    await world.settle();
    expect(refused).toMatchObject({ code: 'execution.already-running', details: { executionId: id } });
  });

  it('that is over can be tried again as a new one', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await world.settle();
    const again = await retryExecution(world.control, id, null);
    await world.settle();
    expect(
      await world.one('select trigger, retry_of, status from sync_executions where id = $1', [
        again.executionId,
      ]),
    ).toEqual({ trigger: 'retry', retry_of: id, status: 'success' });
    await expect(retryExecution(world.control, configuration, null)).rejects.toMatchObject({
      kind: 'missing',
      code: 'execution.none',
    });
  });
});

describe('stopping', () => {
  it('cancels one that is pending, and its dispatched job does nothing', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await world.rounds().round();
    expect(await cancel(world.control, id)).toBe('cancelled');
    await world.settle();
    expect(await world.execution(id)).toMatchObject({ status: 'cancelled', stop_reason: 'cancelled' });
    expect(await world.outcomes(id)).toEqual([]);
    await expect(cancel(world.control, id)).rejects.toMatchObject({ code: 'execution.was-over' });
    // and counts nowhere
    expect(await world.configuration(configuration)).toMatchObject({
      total_executions: 0,
      last_sync_at: null,
    });
  });

  it('asks a running one to stop at its next page, and it counts nowhere', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    world.store.pages = 1_000;
    let asked = '';
    world.store.gate = async () => {
      if (asked === '') asked = await cancel(world.control, id);
      // the lease keeper notices with its next heartbeat
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    await world.settle();
    expect(asked).toBe('asked-to-stop');
    expect(await world.execution(id)).toMatchObject({ status: 'cancelled' });
    expect(await world.configuration(configuration)).toMatchObject({ total_executions: 0 });
  });

  it.each(['an error that another attempt could overcome', 'a process that must stop'])(
    'cancels one that was asked to stop, although its attempt ended by %s',
    async (why) => {
      const id = await trigger(await world.addConfiguration());
      const stopping = new AbortController();
      world.store.pages = 3;
      world.store.gate = async () => {
        expect(await cancel(world.control, id)).toBe('asked-to-stop');
        if (why === 'a process that must stop') stopping.abort();
        else throw AWAY;
      };
      await world.rounds().round();
      await world.carrier.bring(world.handler(undefined, stopping.signal));
      expect(await world.execution(id)).toMatchObject({ status: 'cancelled', stop_reason: 'cancelled' });
      world.store.gate = null;
      await world.settle();
      expect(await world.outcomes(id)).toHaveLength(1);
    },
  );

  it('pausing cancels waiting executions and takes the configuration off its schedule; resuming puts it back', async () => {
    const configuration = await world.addConfiguration({
      frequency: 'hourly',
      anchor: new Date('2025-06-01T00:20:00Z'),
      nextDueAt: world.now(),
    });
    const id = await trigger(configuration);
    await changeStatus(world.control, configuration, 'pause');
    expect(await world.execution(id)).toMatchObject({ status: 'cancelled', stop_reason: 'paused' });
    expect(await world.configuration(configuration)).toMatchObject({ status: 'paused', next_due_at: null });
    await world.onTime('run_scheduled_syncs');
    expect(await world.one('select count(*)::integer as n from sync_executions')).toEqual({ n: 1 });
    await changeStatus(world.control, configuration, 'resume');
    expect(await world.configuration(configuration)).toMatchObject({
      status: 'active',
      next_due_at: new Date('2025-06-02T12:20:00Z'),
    });
  });

  it('a disabled configuration is not triggered', async () => {
    const configuration = await world.addConfiguration();
    await changeStatus(world.control, configuration, 'disable');
    await expect(trigger(configuration)).rejects.toMatchObject({ code: 'configuration.disabled' });
  });

  it('a process that must stop gives back its work, and another one continues at once', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    const stopping = new AbortController();
    world.store.pages = 3;
    world.store.gate = async () => stopping.abort();
    await world.rounds().round();
    await world.carrier.bring(world.handler(undefined, stopping.signal));
    expect(await world.execution(id)).toMatchObject({ status: 'pending', failed_attempts: 0 });
    expect(await world.outcomes(id)).toEqual(['given_back']);
    world.store.gate = null;
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['given_back', 'success']);
  });
});
