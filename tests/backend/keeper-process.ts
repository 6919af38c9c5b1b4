import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isBuildCurrent } from '../../scripts/build-stamp.mjs';
import { copyPlainCheckout, type PlainCheckout } from '../servers/plain-checkout.ts';

const Answer = z.union([
  z.object({ url: z.string() }),
  z.object({ error: z.object({ kind: z.string(), code: z.string(), message: z.string() }) }),
]);

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A process that keeps an embedded PostgreSQL. */
export interface Keeper {
  readonly child: ChildProcess;
  /** Its first message: that it is up, or why it is not. */
  readonly answer: Promise<z.infer<typeof Answer>>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export const KEEPER = 'tests/backend/embedded-keeper.mjs';

/**
 * The code that a keeper runs, built if the build is current: compiling the sources costs each keeper a second of
 * CPU.
 */
export async function copyKeeperCheckout(packages: readonly string[]): Promise<PlainCheckout> {
  const isBuilt = isBuildCurrent(fileURLToPath(new URL('../..', import.meta.url)));
  const from = isBuilt ? 'dist' : 'src';
  return await copyPlainCheckout(
    [`${from}/kernel`, `${from}/platform`, `${from}/backend`, KEEPER],
    [...(isBuilt ? [] : ['tsx']), 'pg', 'pino', 'zod', ...packages],
  );
}

export function startKeeper(checkout: PlainCheckout, dataDir: string, user: User | null): Keeper {
  const child = spawn(checkout.node, [KEEPER, dataDir], {
    cwd: checkout.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const answer = Promise.race([
    once(lines, 'line').then(([line]) => Answer.parse(JSON.parse(String(line)))),
    ended.then(() => Promise.reject(new Error('the keeper ended without an answer'))),
  ]);
  // a keeper that is killed before it answers does not fail the test
  answer.catch(() => undefined);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { child, answer, kill: async () => await end('SIGKILL'), stop: async () => await end('SIGTERM') };
}

export async function urlOf(keeper: Keeper): Promise<string> {
  const answer = await keeper.answer;
  if ('error' in answer)
    throw new Error(`the keeper did not start: ${answer.error.code} ${answer.error.message}`);
  return answer.url;
}

/** Waits for a fact; only the test's own time limit ends it. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await sleep(20);
  }
}

/** A plain user that exists on every machine. */
export function plainUser(): User {
  const id = (which: string): number => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
