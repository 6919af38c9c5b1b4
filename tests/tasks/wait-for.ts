import { setTimeout as sleep } from 'node:timers/promises';

/** Each check costs the servers time that the awaited thing needs: a long wait checks less often. */
const SHARE_OF_WAIT = 0.1;
const SOONEST_MS = 20;
const LATEST_MS = 100;
/** Only ends tests that hang, even on a busy machine. */
const LONGEST_MS = 300_000;

/** Waits for a fact; fails with what the last check saw. */
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
