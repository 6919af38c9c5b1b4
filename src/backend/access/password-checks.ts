import { AppError } from '../../kernel/errors.ts';

/**
 * One password check takes about 20 ms of CPU and 19 MB, on purpose. Two at once leave threads of the pool for files
 * and DNS; twenty waiting checks take less than a second.
 */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 20;
const RETRY_AFTER_SECONDS = 2;

/** Runs a few pieces of work at a time, and refuses more when too many wait. */
export interface Turnstile {
  /** @throws unavailable `auth.busy` */
  readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createTurnstile(mostAtOnce: number, mostWaiting: number): Turnstile {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async pass(work) {
      if (running >= mostAtOnce) {
        if (waiting.length >= mostWaiting) throw busy();
        // Work that ends hands its place to the first that waits, so later work cannot take it.
        await new Promise<void>((enter) => waiting.push(enter));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

/** All hashing of passwords in this process. */
export const passwordChecks = createTurnstile(MOST_AT_ONCE, MOST_WAITING);

function busy(): AppError {
  return new AppError({
    kind: 'unavailable',
    code: 'auth.busy',
    message: 'Too many passwords are being checked at this moment. Try again in a few seconds.',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
