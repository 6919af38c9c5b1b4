import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a fact; fails with what it saw last. */
export async function waitFor<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs = 50_000,
): Promise<T> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > untilMs) throw new Error(`it did not come: ${JSON.stringify(seen)}`);
    await sleep(20);
  }
}
