import type { Database } from '../../backend/database.ts';
import {
  type ExecutionRow,
  findExecutionRows,
  listChanged,
} from '../../backend/executions/execution-list.ts';

/** A client that was disconnected for longer loads the list again. */
const FURTHEST_BACK_MS = 3_600_000;
const MOST_ROWS = 500;

/**
 * The first messages for a new client of the stream of all executions: those that are running and those that
 * ended recently, the oldest change first. Their number is limited. Clients that connect during a query share
 * the result of the next one, because the running query could miss a change before their subscription.
 */
export type CatchUp = (since: Date) => Promise<readonly ExecutionRow[]>;

export function createCatchUp(db: Database, now: () => Date): CatchUp {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: { sinceMs: number; readonly rows: Promise<readonly ExecutionRow[]> } | null = null;
  return async (since) => {
    if (waiting === null) {
      const rows = last.then(async () => {
        const sinceMs = waiting?.sinceMs ?? since.getTime();
        waiting = null;
        return await read(db, now(), sinceMs);
      });
      waiting = { sinceMs: since.getTime(), rows };
      last = rows.catch(() => undefined);
    }
    waiting.sinceMs = Math.min(waiting.sinceMs, since.getTime());
    return await waiting.rows;
  };
}

async function read(db: Database, now: Date, sinceMs: number): Promise<readonly ExecutionRow[]> {
  const since = new Date(Math.max(sinceMs, now.getTime() - FURTHEST_BACK_MS));
  const ids = (await listChanged(db, since, MOST_ROWS)).map(({ id }) => id);
  const rows = await findExecutionRows(db, ids, now);
  return rows.toSorted((a, b) => a.changed_at_micros - b.changed_at_micros);
}
