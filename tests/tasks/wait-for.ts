import { setTimeout as sleep } from 'node:timers/promises';

/** Looking costs the servers time that the awaited thing needs: a wait that has lasted looks less often. */
const SHARE_OF_WAIT = 0.1;
const SOONEST_MS = 20;
const LATEST_MS = 100;
/** Only ends what hangs, also on a machine that is busy. */
const LONGEST_MS = 300_000;

/** Waits for a fact; fails with what it saw last. */
export async function waitFor<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs = LONGEST_MS,
): Promise<T> {
  const startedMs = performance.now();
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > withinMs) throw new Error(`it did not come: ${JSON.stringify(seen)}`);
    await sleep(Math.min(LATEST_MS, Math.max(SOONEST_MS, waitedMs * SHARE_OF_WAIT)));
  }
}
