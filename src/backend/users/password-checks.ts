import { AppError } from '../../kernel/errors.ts';

/**
 * One password check takes about 20 ms of CPU and 19 MB, on purpose. With two at a time, threads of the pool
 * remain for files and DNS.
 */
const MOST_AT_ONCE = 2;
/** The maximum number of waiting checks in each queue. Twenty of them take less than a second. */
const MOST_WAITING = 20;
const RETRY_AFTER_SECONDS = 2;

/**
 * The queues of password checks. `strangers`: sign-ins from an origin that is new for the account, of which
 * anybody can send any number. `known`: all other checks, which go first.
 */
export type Line = 'known' | 'strangers';

/** Runs a limited number of tasks at a time, and refuses more when too many wait in the same queue. */
export interface Turnstile {
  /** @throws unavailable `auth.busy` */
  readonly pass: <T>(work: () => Promise<T>, line?: Line) => Promise<T>;
}

export function createTurnstile(mostAtOnce: number, mostWaiting: number): Turnstile {
  let running = 0;
  const lines: Readonly<Record<Line, (() => void)[]>> = { known: [], strangers: [] };
  return {
    async pass(work, line = 'known') {
      if (running >= mostAtOnce) {
        const waiting = lines[line];
        if (waiting.length >= mostWaiting) throw busy();
        // A task that ends hands its place to the first waiting task, so that a later one cannot overtake it.
        await new Promise<void>((enter) => waiting.push(enter));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = lines.known.shift() ?? lines.strangers.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

/** Limits all hashing of passwords in this process. */
export const passwordChecks = createTurnstile(MOST_AT_ONCE, MOST_WAITING);

function busy(): AppError {
  return new AppError({
    code: 'auth.busy',
    message: 'Too many passwords are being checked at the moment. Try again in a few seconds.',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
