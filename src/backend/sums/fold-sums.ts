import { AppError } from '../../kernel/errors.ts';
import { type Database, endIfIdle, inTransaction, queryRows } from '../database.ts';
import { columnsOf, SUM_KINDS, spanOf, spanSums } from './sum-kinds.ts';

/** Some tenths of a second of PostgreSQL's work. */
const MOST_BUCKETS = 64;
const MOST_EVENTS = 20;

/** Events with marked buckets, those with the oldest marks first. */
async function eventsToFold(db: Database): Promise<readonly string[]> {
  const found = await queryRows<{ event: string }>(
    db,
    `select m.event_id as event from event_sum_marks m join events e on e.id = m.event_id
     group by m.event_id order by min(m.id) limit ${MOST_EVENTS}`,
  );
  return found.map(({ event }) => event);
}

/**
 * Adds up the rows of some marked buckets of an event, keeps the sums, also of their spans, and deletes the marks. All of it sees one snapshot,
 * and deletes by id the marks that this snapshot shows. A row that another transaction commits later comes with a mark
 * that the snapshot does not show, so that mark remains.
 *
 * Two folds of an event do not overlap: the second one skips its locked row. One whose snapshot is older than the end of
 * the first deletes the same marks, and PostgreSQL refuses that. The lock also holds up a change of the zone, which then
 * marks the sums that this fold keeps.
 *
 * @returns the number of buckets; 0: none is marked, or another process folds them
 */
async function foldSome(db: Database, eventId: string): Promise<number> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    await endIfIdle(tx);
    const [event] = await queryRows<{ timezone: string }>(
      tx,
      'select timezone from events where id = $1 for no key update skip locked',
      [eventId],
    );
    if (event === undefined) return 0;
    // The triggers on the sums of buckets need not mark the spans, which are written here.
    await tx.query(`set local taquilla.folds_spans = 'on'`);
    const marked = await queryRows<{ bucket: number; marks: readonly number[] }>(
      tx,
      `select bucket, array_agg(id) as marks from event_sum_marks where event_id = $1
       group by bucket order by min(id) limit ${MOST_BUCKETS}`,
      [eventId],
    );
    const buckets = marked.map(({ bucket }) => bucket);
    if (buckets.length === 0) return 0;
    const spans = [...new Set(buckets.map(spanOf))];
    for (const kind of SUM_KINDS) {
      const { table, spanTable, fromRows } = kind;
      const columns = columnsOf(kind);
      await tx.query(`delete from ${table} where event_id = $1 and bucket = any($2::bigint[])`, [
        eventId,
        buckets,
      ]);
      await tx.query(
        `with buckets as materialized (
           select $1::uuid as event_id, unnest($2::bigint[]) as bucket, event_zone($3) as zone
         ) insert into ${table} (event_id, bucket, ${columns})
         select event_id, bucket, ${columns} from (${fromRows}) r`,
        [eventId, buckets, event.timezone],
      );
      await tx.query(`delete from ${spanTable} where event_id = $1 and span = any($2::bigint[])`, [
        eventId,
        spans,
      ]);
      await tx.query(
        `insert into ${spanTable} (event_id, span, ${columns})
         select $1::uuid, span, ${columns} from (${spanSums(kind, '= any($2::bigint[])')}) s`,
        [eventId, spans],
      );
    }
    await tx.query('delete from event_sum_marks where id = any($1::bigint[])', [
      marked.flatMap(({ marks }) => marks),
    ]);
    return buckets.length;
  }).catch((error: unknown) => {
    // Another process has just folded them or changed the event.
    if (error instanceof AppError && error.code === 'backend.contention') return 0;
    throw error;
  });
}

/**
 * One step for each event, so that none waits for a large one, nor for one that cannot be folded.
 *
 * @returns whether it pays to go on at once
 */
export async function foldMarked(db: Database, signal: AbortSignal): Promise<boolean> {
  const events = await eventsToFold(db);
  const folded: number[] = [];
  const failures: unknown[] = [];
  for (const eventId of events) {
    if (signal.aborted) return false;
    try {
      folded.push(await foldSome(db, eventId));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return folded.includes(MOST_BUCKETS) || (events.length === MOST_EVENTS && Math.max(...folded) > 0);
}

/** Folds what an event has now; another process may be doing so. */
export async function foldEvent(db: Database, eventId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await foldSome(db, eventId)) === MOST_BUCKETS);
}
