import { setMaxListeners } from 'node:events';
import type { Database } from '../../backend/database.ts';
import { type Lease, type StopReason, writeHeartbeat } from '../../backend/executions/lease-records.ts';
import { type AppError, toAppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { createLoops } from '../../kernel/time/loops.ts';

const HEARTBEAT_MS = 5_000;
/** A lease lapses after 20 seconds without a heartbeat, so a heartbeat that gets no answer must fail sooner. */
const ANSWER_MS = 10_000;

/** Renews a lease by heartbeats. As long as it does, the execution is ours. */
export interface LeaseKeeper {
  /**
   * Aborts when the caller asks to stop, when a person requested that in the backend, or when the lease is
   * lost.
   */
  readonly signal: AbortSignal;
  /** Why the lease is lost, if it is. */
  readonly lost: AppError | null;
  /** The stop that a person requested in the backend; null if there is none. */
  readonly stopReason: StopReason | null;
  stop(): Promise<void>;
}

/**
 * Writes a heartbeat every few seconds. A missed one is harmless, because the transaction of each page checks
 * the lease as well. The work stops only when another holder has taken the lease.
 */
export function keepLease(
  { db, log }: { readonly db: Database; readonly log: Log },
  lease: Lease,
  signal: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): LeaseKeeper {
  const stopping = new AbortController();
  let lost: AppError | null = null;
  let stopReason: StopReason | null = null;
  const lose = (error: AppError): void => {
    lost = error;
    stopping.abort(error);
  };
  const loops = createLoops(log);
  const loop = loops.start({
    name: 'lease',
    pauseMs: () => heartbeatMs,
    answerMs: ANSWER_MS,
    round: async () => {
      try {
        stopReason = await writeHeartbeat(db, lease);
        if (stopReason !== null) stopping.abort(stopReason);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'execution.lease-lost') throw error;
        lose(error);
      }
    },
  });
  void loops.gaveUp.then(lose);
  const either = AbortSignal.any([signal, stopping.signal]);
  // Every running statement listens to this signal.
  setMaxListeners(0, either);
  return {
    signal: either,
    get lost() {
      return lost;
    },
    get stopReason() {
      return stopReason;
    },
    stop: async () => await loop.stop(),
  };
}
