import type { Database } from '../backend/database.ts';
import { beat, type Lease } from '../backend/lease-records.ts';
import { type AppError, toAppError } from '../kernel/errors.ts';

const HEARTBEAT_MS = 5_000;

/** A beating heart: while it beats, the execution is ours. */
export interface Heart {
  /** Aborts when the caller asks to stop, or when the lease is lost. */
  readonly signal: AbortSignal;
  /** Why the lease is lost, if it is. */
  readonly lost: AppError | null;
  stop(): Promise<void>;
}

/**
 * Says every few seconds that the holder lives. A backend that does not answer once is no loss: each page's
 * transaction checks the lease anyway; only a lease that another holder has taken stops the work.
 */
export function keepLease(db: Database, lease: Lease, signal: AbortSignal): Heart {
  const takenOver = new AbortController();
  let lost: AppError | null = null;
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat(db, lease).catch((thrown: unknown) => {
      const error = toAppError(thrown);
      if (error.code !== 'execution.lease-lost') return;
      lost = error;
      takenOver.abort(error);
    });
  }, HEARTBEAT_MS);
  return {
    signal: AbortSignal.any([signal, takenOver.signal]),
    get lost() {
      return lost;
    },
    async stop() {
      clearInterval(timer);
      await beating;
    },
  };
}
