import { type Database, endIfIdle, inTransaction, queryRows } from '../database.ts';
import { numberChanges } from './number-changes.ts';

const BATCH = 20_000;

/** Removes changes that got their positions before this time, some at a time. Returns how many. */
export async function removeOldChanges(db: Database, before: Date, signal: AbortSignal): Promise<number> {
  await numberChanges(db, signal);
  let removed = 0;
  for (;;) {
    const count = signal.aborted ? 0 : await removeSome(db, before);
    removed += count;
    if (count < BATCH) return removed;
  }
}

/** The last removed change becomes the base, so that a follower who has just read it goes on. */
async function removeSome(db: Database, before: Date): Promise<number> {
  return await inTransaction(db, async (tx) => {
    await endIfIdle(tx);
    await queryRows(tx, 'select from feed_position for no key update');
    const rows = await queryRows<{ removed: number }>(
      tx,
      `with old as (
         select position, created_at from feed_changes
         where position < coalesce((select min(position) from feed_changes where created_at >= $1), 9223372036854775807)
         order by position limit ${BATCH}
       ), base as (
         update feed_position set base_position = o.position, base_at = o.created_at, updated_at = now()
         from (select position, created_at from old order by position desc limit 1) o
       ), gone as (
         delete from feed_changes where position in (select position from old) returning 1
       )
       select count(*)::integer as removed from gone`,
      [before],
    );
    return rows[0]?.removed ?? 0;
  });
}
