import { type Database, inTransaction } from '../backend/database.ts';
import { lockAnnounced, requestAnnounced } from '../backend/webhooks/hint-records.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import type { Loop, Loops } from '../kernel/time/loops.ts';

const PAUSE_MS = 500;

export interface AnnouncedDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly maxRetries: number;
}

/**
 * Requests an execution for each configuration with announced orders. Every worker and scheduler does it; two of them
 * skip each other's configurations.
 */
export function startReadingAnnounced(deps: AnnouncedDeps & { readonly loops: Loops }): Loop {
  return deps.loops.start({
    name: 'announced-orders',
    pauseMs: () => PAUSE_MS,
    round: async () => {
      await requestAllAnnounced(deps);
    },
  });
}

/** One round. Returns how many executions it requested. */
export async function requestAllAnnounced({ db, now, maxRetries }: AnnouncedDeps): Promise<number> {
  return await inTransaction(db, async (tx) => {
    let requested = 0;
    for (const configurationId of await lockAnnounced(tx, now())) {
      if (await requestAnnounced(tx, configurationId, maxRetries, now())) requested += 1;
    }
    if (requested > 0) await notifyOfWork(tx);
    return requested;
  });
}
