import type { Database } from '../backend/database.ts';
import {
  forgetProcess,
  noteProcess,
  type ProcessIdentity,
} from '../backend/records/service-process-records.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';

const BEAT_MS = 5_000;
const GOODBYE_MS = 2_000;

export interface Heartbeat {
  /** Removes the process from those that live. */
  stop(): Promise<void>;
}

/**
 * Says every few seconds that this process lives, so that an idle worker can be told from a dead one. A database that
 * is away is no reason to stop: the next beat tries again.
 */
export function startHeartbeat(
  { db, log }: { readonly db: Database; readonly log: Log },
  self: ProcessIdentity,
): Heartbeat {
  const beat = async (): Promise<void> => {
    try {
      await noteProcess(db, self);
    } catch (error) {
      log.debug({ err: error }, 'that this process lives cannot be noted now');
    }
  };
  let beating = false;
  let last = Promise.resolve();
  const next = (): void => {
    // one that hangs is not joined by a second
    if (beating) return;
    beating = true;
    last = beat().finally(() => {
      beating = false;
    });
  };
  next();
  const timer = setInterval(next, BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      const goodbye = last.then(async () => await forgetProcess(db, self.id));
      await withDeadline(goodbye, GOODBYE_MS, silent).catch((error: unknown) =>
        log.debug({ err: error }, 'that this process ended cannot be noted'),
      );
    },
  };
}

function silent(): AppError {
  return new AppError({
    kind: 'unavailable',
    code: 'backend.unreachable',
    message: 'The PostgreSQL backend cannot be reached.',
  });
}
