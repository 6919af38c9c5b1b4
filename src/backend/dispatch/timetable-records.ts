import { queryRows, type Transaction } from '../database.ts';
import type { BackgroundTaskName } from './background-task-records.ts';

/** A recurring task. Its times are multiples of its period since 1970: quarters of an hour, hours, or weeks. */
export interface Timetable {
  readonly name: BackgroundTaskName;
  readonly everyMs: number;
}

/**
 * Tasks that are due by the database's clock; each gets its next time. Several missed times count as one. A
 * clock that was set back delays no task by more than two periods.
 */
export async function takeDueTimetables(
  tx: Transaction,
  timetables: readonly Timetable[],
): Promise<readonly BackgroundTaskName[]> {
  const rows = await queryRows<Pick<Timetable, 'name'>>(
    tx,
    `update timetables t set next_at = date_bin(p.every, clock_timestamp(), 'epoch') + p.every, updated_at = now()
     from (select name, every_ms * interval '1 millisecond' as every
       from unnest($1::text[], $2::bigint[]) as given (name, every_ms)) p
     where t.name = p.name
       and (t.next_at <= clock_timestamp() or t.next_at > clock_timestamp() + 2 * p.every)
     returning t.name`,
    [timetables.map(({ name }) => name), timetables.map(({ everyMs }) => everyMs)],
  );
  return rows.map(({ name }) => name);
}
