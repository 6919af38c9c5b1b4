import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { triggerSync } from '../../src/tasks/control.ts';
import { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

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

describe('a worker that vanishes', () => {
  async function vanish(id: string): Promise<void> {
    await world.db.query(
      `update sync_leases set heartbeat_at = now() - interval '21 seconds' where execution_id = $1`,
      [id],
    );
  }

  const frozen: { readonly done: Promise<unknown>; readonly thaw: () => void }[] = [];

  afterEach(async () => {
    for (const { done, thaw } of frozen.splice(0)) {
      thaw();
      await done;
    }
  });

  /** Starts an attempt that is silent from its first page on, until the test is over. */
  async function startAndVanish(id: string): Promise<void> {
    let entered = false;
    let thaw: () => void = () => undefined;
    const ice = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    world.store.pages = 1;
    world.store.gate = async () => {
      entered = true;
      await ice;
    };
    await world.rounds().round();
    frozen.push({ done: world.carrier.bring(world.handler()), thaw });
    await waitFor(
      () => entered,
      (there) => there,
    );
    await vanish(id);
  }

  it('is no failed attempt: its execution is taken over at once', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await startAndVanish(id);
    world.store.gate = null;
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['worker_lost', 'success']);
    expect(await world.execution(id)).toMatchObject({ status: 'success', failed_attempts: 0, takeovers: 1 });
  });

  it('three times is taken over, the fourth time the execution has failed', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    for (let n = 0; n < 4; n += 1) await startAndVanish(id);
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['worker_lost', 'worker_lost', 'worker_lost', 'worker_lost']);
    expect(await world.execution(id)).toMatchObject({
      status: 'failed',
      error_code: 'execution.worker-lost',
      takeovers: 3,
    });
    expect(await world.configuration(configuration)).toMatchObject({ status: 'error', failed_executions: 1 });
  });

  it('is not taken for vanished while it writes a page', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await startAndVanish(id);
    const page = await world.db.connect();
    await page.query('begin');
    await page.query('select from sync_leases where execution_id = $1 for share', [id]);
    await world.rounds().round();
    expect(await world.execution(id)).toMatchObject({ status: 'running' });
    await page.query('rollback');
    page.release();
    await world.rounds().round();
    expect(await world.execution(id)).toMatchObject({ status: 'pending', takeovers: 1 });
  });
});
