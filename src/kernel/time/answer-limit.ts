import { AsyncLocalStorage } from 'node:async_hooks';

const limits = new AsyncLocalStorage<number>();

/**
 * Runs `work`; each single statement that it sends to the backend is answered within this time, or fails. Inside
 * another limit the shorter one counts.
 */
export async function answeredWithin<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  return await limits.run(answerLimitMs(limitMs), work);
}

/** How long a statement that is sent now may wait for its answer: `longestMs`, unless its caller waits less. */
export function answerLimitMs(longestMs: number): number {
  return Math.min(longestMs, limits.getStore() ?? longestMs);
}
