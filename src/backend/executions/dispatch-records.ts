import type { Queryable, Transaction } from '../database.ts';
import { endIfIdle, queryRows } from '../database.ts';
import type { ExecutionQueue } from './execution-records.ts';

/** An execution that was handed to the carrier, and under which number. */
export interface Dispatch {
  readonly executionId: string;
  readonly queue: ExecutionQueue;
  readonly dispatchNumber: number;
}

/** Any number will do, as long as every Taquilla process asks for the same: the letters `disp`. */
const ADVISORY_LOCK = 0x64697370;
/** What was handed over and not begun for so long is asked after. */
const UNSTARTED_SECONDS = 15;
/** A clock that jumped back must not make anything wait longer than its longest wait. */
const LONGEST_WAIT = `interval '20 minutes'`;
/** Enough for one round; the next one follows at once. */
const MOST_AT_ONCE = 500;

/** One dispatcher at a time, of all processes; false: another one is at it. One that freezes loses its turn. */
export async function takeDispatcherTurn(tx: Transaction): Promise<boolean> {
  await endIfIdle(tx);
  const [row] = await queryRows<{ taken: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as taken', [
    ADVISORY_LOCK,
  ]);
  return row?.taken === true;
}

/**
 * Marks what may start now as handed over, and answers with it: as many executions of a store as it has slots
 * free, those of persons first and with one slot more. A store that cannot be reached gets only those of
 * persons, and the next attempts of those that found it out.
 */
export async function markDispatched(tx: Transaction, now: Date): Promise<readonly Dispatch[]> {
  return await queryRows<Dispatch>(
    tx,
    `with waiting as (
       select distinct c.credentials_id from sync_executions e
       join sync_configurations c on c.id = e.configuration_id where e.status = 'pending'
     ), busy as (
       select c.credentials_id, count(*) as taken from sync_executions e
       join sync_configurations c on c.id = e.configuration_id
       where e.status = 'running' or (e.status = 'pending' and e.dispatched_at is not null)
       group by c.credentials_id
     ), chosen as (
       select p.id from waiting
       join sync_credentials s on s.id = waiting.credentials_id
       left join busy on busy.credentials_id = s.id
       left join sync_store_outages o on o.credentials_id = s.id
       cross join lateral (
         select e.id, e.queue, row_number() over
           (order by e.queue = 'critical' desc, e.next_attempt_at, e.id) as place
         from sync_executions e join sync_configurations c on c.id = e.configuration_id
         where c.credentials_id = s.id and e.status = 'pending' and e.dispatched_at is null
           and (e.next_attempt_at <= $1 or e.next_attempt_at > $1::timestamptz + ${LONGEST_WAIT})
           and (o.credentials_id is null or e.queue = 'critical' or e.failed_attempts > 0)
         order by place limit s.max_concurrent_syncs + 1
       ) p
       where p.place <= s.max_concurrent_syncs - coalesce(busy.taken, 0)
         + case when p.queue = 'critical' then 1 else 0 end
       limit ${MOST_AT_ONCE}
     )
     update sync_executions e set dispatch_number = dispatch_number + 1, dispatched_at = clock_timestamp(),
       updated_at = now()
     from chosen where e.id = chosen.id
     returning e.id as "executionId", e.queue, e.dispatch_number as "dispatchNumber"`,
    [now],
  );
}

/** Handed over a while ago, and not begun. */
export async function findUnstarted(db: Queryable): Promise<readonly Dispatch[]> {
  return await queryRows<Dispatch>(
    db,
    `select id as "executionId", queue, dispatch_number as "dispatchNumber" from sync_executions
     where status = 'pending' and dispatched_at < clock_timestamp() - make_interval(secs => ${UNSTARTED_SECONDS})
     order by dispatched_at limit ${MOST_AT_ONCE}`,
  );
}

/** The carrier has it: ask again later. Or it has not: it is handed over anew. */
export async function noteUnstarted(db: Queryable, dispatch: Dispatch, carried: boolean): Promise<void> {
  await queryRows(
    db,
    `update sync_executions set dispatched_at = case when $3 then clock_timestamp() end
     where id = $1 and dispatch_number = $2 and status = 'pending'`,
    [dispatch.executionId, dispatch.dispatchNumber, carried],
  );
}
