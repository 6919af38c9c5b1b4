import { AppError } from '../../kernel/errors.ts';

/**
 * One check of a password costs tens of milliseconds of CPU and 19 MB, on purpose. So few run at once that files and
 * DNS, which share their threads, still go on; so few wait that nobody waits for long.
 */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 20;
const RETRY_AFTER_SECONDS = 2;

/** Runs work a few at a time; what comes when too many wait is refused. */
export interface Turnstile {
  /** @throws unavailable `auth.busy` */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurnstile(mostAtOnce: number, mostWaiting: number): Turnstile {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async pass(work) {
      if (running >= mostAtOnce) {
        if (waiting.length >= mostWaiting) throw busy();
        // Whoever leaves hands its place on: nobody who comes later can take it.
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
