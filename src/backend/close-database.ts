import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';

/** A server that does not say goodbye in this time never will: the line is cut. */
const PATIENCE_MS = 2_000;

/**
 * Ends the pool and waits until its connections are really gone: `end()` resolves before, and a server that is
 * stopped meanwhile would cut them off and be reported as lost.
 */
export async function closeDatabase(db: Database): Promise<void> {
  let open = db.totalCount;
  const gone = new Promise<void>((resolve) => {
    if (open === 0) resolve();
    db.on('remove', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  await db.end();
  await Promise.race([gone, sleep(PATIENCE_MS, undefined, { ref: false })]);
}
