import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, throwIfAborted } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import { type ServerChild, type ServerCommand, spawnServer, waitUntilReady } from './server-child.ts';

interface SuperviseInput {
  /** The name in the log: `postgres`, `mariadb`. */
  readonly name: string;
  readonly command: ServerCommand;
  /** True once the server answers. */
  readonly isReady: () => Promise<boolean>;
  /** Repairs what a killed server left behind. Called before every start. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Aborts the first start. After that, only `stop` ends the server. */
  readonly signal: AbortSignal;
}

export interface SupervisedServer {
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
/** The waits before further attempts. Their number limits how often a server that keeps ending is restarted. */
const BACKOFF_MS = [100, 300, 1_000, 3_000, 5_000, 10_000] as const;
/** After running for this long, a server has all its attempts again. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * Keeps one private server running. It restarts the server when it ends, a limited number of times.
 *
 * @throws unavailable `machine.server-ended`, `machine.server-silent`; config `machine.disk-full`; aborted
 */
export async function supervise(input: SuperviseInput): Promise<SupervisedServer> {
  const stopping = new AbortController();
  const first = await startWithRetries(input, AbortSignal.any([input.signal, stopping.signal]), 0, 3);
  const watch = keepRunning(input, first, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await watch;
    },
  };
}

async function keepRunning(input: SuperviseInput, first: ServerChild, stopping: AbortSignal): Promise<void> {
  let child = first;
  let tried = 0;
  const stopped = new Promise<void>((resolve) => {
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });
  for (;;) {
    const sinceMs = performance.now();
    await Promise.race([child.ended, stopped]);
    if (stopping.aborted) return await child.stop();
    const livedMs = performance.now() - sinceMs;
    tried = livedMs > HEALTHY_AFTER_MS ? 0 : tried + 1;
    input.log.warn(
      { server: input.name, livedMs: Math.round(livedMs) },
      'private server died, starting again',
    );
    try {
      child = await startWithRetries(input, stopping, tried, BACKOFF_MS.length);
    } catch (error) {
      if (!stopping.aborted) {
        input.log.error({ server: input.name, err: error }, 'private server gave up: restart Taquilla');
      }
      return;
    }
  }
}

async function startWithRetries(
  input: SuperviseInput,
  signal: AbortSignal,
  alreadyTried: number,
  triesLimit: number,
): Promise<ServerChild> {
  for (let tried = alreadyTried; ; tried += 1) {
    throwIfAborted(signal);
    const child = await startOnce(input, signal).catch((error: unknown) => {
      // A resource that another server of ours held may soon be free.
      const mayPass = error instanceof AppError && error.code === 'machine.server-ended';
      if (!mayPass || tried + 1 >= triesLimit) throw error;
      return null;
    });
    if (child !== null) return child;
    await sleep(BACKOFF_MS[tried] ?? 10_000, undefined, { signal });
  }
}

async function startOnce(input: SuperviseInput, signal: AbortSignal): Promise<ServerChild> {
  await input.prepare(signal);
  const child = await spawnServer(input.command);
  try {
    await waitUntilReady(child, input.command, input.isReady, READY_WITHIN_MS, signal);
    return child;
  } catch (error) {
    await child.stop();
    throw error;
  }
}
