import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Point } from '../../src/kernel/failpoint.ts';
import type { CarrierPlace } from './carriers.ts';

const SCRIPT = fileURLToPath(new URL('./worker-process.mjs', import.meta.url));

/** The orders of a worker of the tests, as JSON in its first argument. */
export interface WorkerOrder {
  readonly backendUrl: string;
  readonly place: CarrierPlace;
  readonly storeUrl: string;
  /** Where it kills or freezes itself, and at which passing; null: never. */
  readonly death: {
    readonly point: Point;
    readonly passing: number;
    /** It lives until it has come by here as well. */
    readonly notBefore?: Point;
    readonly by?: 'SIGKILL' | 'SIGSTOP';
  } | null;
  /** Orders a page; absent: as many as usual. */
  readonly pageOrders?: number;
  /** How often live mode asks; absent: as usual. */
  readonly live?: { readonly askEveryMs: number; readonly lookMs: number };
}

/** A worker process of a test's own, as it would run on another machine. */
export interface TestWorker {
  readonly child: ChildProcess;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Asks it to end, as an orchestrator does, and returns how long it took. */
  stop(): Promise<number>;
  kill(): Promise<void>;
}

export async function startWorker(order: WorkerOrder): Promise<TestWorker> {
  const child = fork(SCRIPT, [JSON.stringify(order)], { execArgv: [] });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const failed = ended.then(() => Promise.reject(new Error('the worker ended before it was ready')));
  failed.catch(() => undefined);
  await Promise.race([once(child, 'message'), failed]);
  return {
    child,
    ended,
    async stop() {
      const startedMs = performance.now();
      child.kill('SIGTERM');
      await ended;
      return performance.now() - startedMs;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
