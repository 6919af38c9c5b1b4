import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database.ts';

/** A statement or a server that has not ended in this time never will: the line is cut. */
const PATIENCE_MS = 3_000;

/**
 * Ends the pool and waits until its connections are really gone: `end()` resolves before, and a server that is
 * stopped meanwhile would cut them off and be reported as lost.
 */
export async function closeDatabase(db: Database): Promise<void> {
  await Promise.all([...new Set([db, db.direct])].map(closePool));
}

async function closePool(db: Database): Promise<void> {
  let open = db.totalCount;
  const gone = new Promise<void>((resolve) => {
    if (open === 0) resolve();
    db.on('remove', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  // `end()` itself waits for statements that are under way.
  const ended = db.end().then(async () => await gone);
  await Promise.race([ended, sleep(PATIENCE_MS)]);
}
