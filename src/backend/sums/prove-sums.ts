import { type Database, inTransaction, queryRows } from '../database.ts';
import { postgresZone } from '../queries/postgres-zone.ts';
import { SUM_KINDS } from './sum-kinds.ts';

/**
 * Adds up all rows of an event and compares them with its sums, in one snapshot, and marks the buckets that differ:
 * readers no longer use their sums, and the next fold replaces them. Check-ins go on meanwhile.
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
    const differing: Record<string, number> = {};
    for (const { table, columns, fromRows } of SUM_KINDS) {
      const { rowCount } = await tx.query(
        `with buckets as materialized (
           select $1::uuid as event_id, bucket, $2::text as zone from (
             select sum_bucket(woo_order_id) as bucket from orders where event_id = $1
             union select sum_bucket(woo_order_id) from tickets where event_id = $1
           ) b where bucket <> all($3::bigint[])
         ), kept as materialized (
           select bucket, ${columns} from ${table} where event_id = $1 and bucket <> all($3::bigint[])
         ), found as materialized (select bucket, ${columns} from (${fromRows}) r)
         insert into event_sum_marks (event_id, bucket)
         select distinct $1::uuid, bucket from (
           (table kept except all table found) union all (table found except all table kept)
         ) d`,
        [eventId, postgresZone(event?.timezone ?? 'UTC'), marked.map(({ bucket }) => bucket)],
      );
      if (rowCount !== null && rowCount > 0) differing[table] = rowCount;
    }
    return differing;
  });
}
