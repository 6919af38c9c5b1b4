import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database.ts';

/** If a statement or a server has not ended by then, it never will, so the connection is destroyed. */
const PATIENCE_MS = 3_000;

/**
 * Ends the pool and waits until its connections are closed: `end()` resolves earlier, and a server that is
 * stopped meanwhile would break them and be reported as lost.
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
  // `end()` itself waits for running statements.
  const ended = db.end().then(async () => await gone);
  await Promise.race([ended, sleep(PATIENCE_MS)]);
}
