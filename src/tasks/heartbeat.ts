import type { Database } from '../backend/database.ts';
import {
  forgetProcess,
  noteProcess,
  type ProcessIdentity,
} from '../backend/operation/service-process-records.ts';
import type { Log } from '../kernel/log/log.ts';
import { withDeadline } from '../kernel/time/deadline.ts';
import type { Loops } from '../kernel/time/loops.ts';

const BEAT_MS = 5_000;
/**
 * A process counts as dead after 20 seconds of silence, so a heartbeat that gets no answer must be given up
 * sooner.
 */
const ANSWER_MS = 10_000;
const GOODBYE_MS = 2_000;

export interface HeartbeatDeps {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
  /** How far the clock of this machine is ahead of the database's; null if that is not known yet. */
  readonly skewMs: () => number | null;
}

export interface Heartbeat {
  /** Removes the process from the list of running ones. */
  stop(): Promise<void>;
}

/**
 * Records every few seconds that this process is alive, which distinguishes an idle worker from a dead one. A
 * process that hangs records nothing. If the database is unreachable, the process does not stop, because the
 * next heartbeat tries again.
 */
export function startHeartbeat({ db, log, loops, skewMs }: HeartbeatDeps, self: ProcessIdentity): Heartbeat {
  const loop = loops.start({
    name: 'heartbeat',
    pauseMs: () => BEAT_MS,
    round: async () => {
      if (loops.standing().length === 0) await noteProcess(db, self, skewMs());
    },
    answerMs: ANSWER_MS,
  });
  return {
    async stop() {
      await loop.stop();
      const goodbye = forgetProcess(db, self.id);
      await withDeadline(goodbye, GOODBYE_MS, () => new Error('late')).catch((error: unknown) =>
        log.debug({ err: error }, 'the end of this process cannot be recorded'),
      );
    },
  };
}
