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
  let last: string | null = null;
  return deps.loops.start({
    name: 'announced-orders',
    pauseMs: () => PAUSE_MS,
    round: async () => {
      ({ last } = await requestAllAnnounced(deps, last));
    },
  });
}

interface AnnouncedRound {
  /** How many executions it requested. */
  readonly requested: number;
  /** The last configuration that it considered; null if there was none. */
  readonly last: string | null;
}

/** One round, which begins after the last configuration of the round before. */
export async function requestAllAnnounced(
  { db, now, maxRetries }: AnnouncedDeps,
  after: string | null = null,
): Promise<AnnouncedRound> {
  return await inTransaction(db, async (tx) => {
    let requested = 0;
    const found = await lockAnnounced(tx, now(), after);
    for (const configurationId of found) {
      if (await requestAnnounced(tx, configurationId, maxRetries, now())) requested += 1;
    }
    if (requested > 0) await notifyOfWork(tx);
    return { requested, last: found.at(-1) ?? null };
  });
}
