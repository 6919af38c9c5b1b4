import { claimExecution } from '../../src/backend/executions/execution-start-records.ts';
import { runConfiguration } from '../../src/sync/attempt/run-configuration.ts';
import type { TaskWorld } from './task-world.ts';

/** Starts an attempt as a worker does. */
export async function claimed(world: TaskWorld, executionId: string) {
  const started = await claimExecution(world.db, executionId, 'worker');
  if (typeof started === 'string') throw new Error(started);
  return started;
}

/** Runs the attempt to its end. */
export async function finish(world: TaskWorld, started: Awaited<ReturnType<typeof claimed>>): Promise<void> {
  await runConfiguration(world.handlerDeps(), started, {
    signal: new AbortController().signal,
    onSignal: 'give-back',
    onProgress: () => undefined,
  });
}
