import type { Database } from '../backend/database.ts';
import { numberNext } from '../backend/feed/number-changes.ts';
import type { Loop, Loops } from '../kernel/time/loops.ts';

const PAUSE_MS = 1_000;

/**
 * Gives changes their positions in the feed, so that a follower who comes after a first sync need not do it. Every worker
 * and scheduler does it, one at a time.
 */
export function startNumberingChanges({ db, loops }: { readonly db: Database; readonly loops: Loops }): Loop {
  let remain = false;
  return loops.start({
    name: 'changes',
    pauseMs: () => (remain ? 0 : PAUSE_MS),
    round: async () => {
      remain = false;
      remain = await numberNext(db);
    },
  });
}
