import { AsyncLocalStorage } from 'node:async_hooks';

const limits = new AsyncLocalStorage<number>();

/**
 * Runs `work` with a time limit for the answer to each statement that it sends to the backend. Inside of
 * another limit, the shorter one applies.
 */
export async function answeredWithin<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  return await limits.run(answerLimitMs(limitMs), work);
}

/**
 * The time limit of a statement that is sent now: `longestMs`, or less if its caller does not wait that long.
 */
export function answerLimitMs(longestMs: number): number {
  return Math.min(longestMs, limits.getStore() ?? longestMs);
}
