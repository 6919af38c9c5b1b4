import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OutboundPoint, Point } from '../../src/kernel/failpoint.ts';
import type { CarrierPlace } from './carriers.ts';

const SCRIPT = fileURLToPath(new URL('./worker-process.mjs', import.meta.url));

/** The settings of a worker of the tests, as JSON in its first argument. */
export interface WorkerOrder {
  readonly backendUrl: string;
  readonly place: CarrierPlace;
  readonly storeUrl: string;
  /** The failpoint at which it kills or freezes itself, and at which passing; null if it never does. */
  readonly death: {
    readonly point: Point | OutboundPoint;
    readonly passing: number;
    /** It does not stop before it has passed this failpoint as well. */
    readonly notBefore?: Point;
    readonly by?: 'SIGKILL' | 'SIGSTOP';
  } | null;
  /** It sends outbound events, with secrets that this key opens. */
  readonly secretKey?: string;
  /** Orders for each page; the usual number if absent. */
  readonly pageOrders?: number;
  /** How often live mode asks; absent: as usual. */
  readonly live?: { readonly askEveryMs: number; readonly lookMs: number };
}

/** A worker process for one test, as it would run on another machine. */
export interface TestWorker {
  readonly child: ChildProcess;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Asks it to end, as an orchestrator does, and returns how long that took. */
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
