import type { Database } from '../backend/database.ts';
import { foldMarked } from '../backend/sums/fold-sums.ts';
import type { Loop, Loops } from '../kernel/time/loops.ts';

const PAUSE_MS = 1_000;

/**
 * Keeps the sums of events up to date, so that a reader of an event adds up few rows: at a busy gate, those of about a
 * second. Every worker and scheduler does it; two of them skip each other's events.
 */
export function startFoldingSums({ db, loops }: { readonly db: Database; readonly loops: Loops }): Loop {
  let remain = false;
  return loops.start({
    name: 'sums',
    pauseMs: () => (remain ? 0 : PAUSE_MS),
    round: async (signal) => {
      remain = false;
      remain = await foldMarked(db, signal);
    },
  });
}
