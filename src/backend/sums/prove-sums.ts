import { type Database, inTransaction, queryRows } from '../database.ts';
import { columnsOf, SPAN_BITS, SUM_KINDS, spanOf, spanSums } from './sum-kinds.ts';

/**
 * Adds up all rows of an event and compares them with the sums of its buckets, and these with the sums of its spans, in
 * one snapshot, and marks the buckets that differ, and one of each span that differs: readers no longer use their sums,
 * and the next fold replaces them. Check-ins go on meanwhile.
 *
 * @returns in how many buckets each table of sums differed; empty: in none
 */
export async function markDifferingSums(
  db: Database,
  eventId: string,
): Promise<Readonly<Record<string, number>>> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    const [event] = await queryRows<{ timezone: string }>(tx, 'select timezone from events where id = $1', [
      eventId,
    ]);
    const marked = await queryRows<{ bucket: number }>(
      tx,
      'select distinct bucket from event_sum_marks where event_id = $1',
      [eventId],
    );
    const buckets = marked.map(({ bucket }) => bucket);
    const differing: Record<string, number> = {};
    for (const kind of SUM_KINDS) {
      const { table, spanTable, fromRows } = kind;
      const columns = columnsOf(kind);
      const { rowCount } = await tx.query(
        `with buckets as materialized (
           select $1::uuid as event_id, bucket, event_zone($2) as zone from (
             select sum_bucket(woo_order_id) as bucket from orders where event_id = $1
             union select sum_bucket(woo_order_id) from tickets where event_id = $1
           ) b where bucket <> all($3::bigint[])
         ), kept as materialized (
           select bucket, ${columns} from ${table} where event_id = $1 and bucket <> all($3::bigint[])
         ), found as materialized (select bucket, ${columns} from (${fromRows}) r),
         kept_spans as materialized (
           select span, ${columns} from ${spanTable} where event_id = $1 and span <> all($4::bigint[])
         ), found_spans as materialized (
           select span, ${columns} from (${spanSums(kind, '<> all($4::bigint[])')}) s
         )
         insert into event_sum_marks (event_id, bucket)
         select distinct $1::uuid, bucket from (
           (table kept except all table found) union all (table found except all table kept)
         ) d union
         select distinct $1::uuid, span << ${SPAN_BITS} from (
           (table kept_spans except all table found_spans) union all (table found_spans except all table kept_spans)
         ) d`,
        [eventId, event?.timezone ?? 'UTC', buckets, buckets.map(spanOf)],
      );
      if (rowCount !== null && rowCount > 0) differing[table] = rowCount;
    }
    return differing;
  });
}
