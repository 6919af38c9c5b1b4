import { AsyncLocalStorage } from 'node:async_hooks';

const limits = new AsyncLocalStorage<number>();

/**
 * Runs `work`; each statement that it sends to the backend is answered within this time, or fails. Inside
 * another limit the shorter one counts.
 */
export async function answeredWithin<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  return await limits.run(answerLimitMs(limitMs), work);
}

/** The time limit of a statement that is sent now: `longestMs`, or less if its caller waits less. */
export function answerLimitMs(longestMs: number): number {
  return Math.min(longestMs, limits.getStore() ?? longestMs);
}
