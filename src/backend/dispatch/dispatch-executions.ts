import { type Database, endIfIdle, queryRows, type Transaction } from '../database.ts';
import { dispatch } from '../executions/transitions.ts';
import { watchHoldsConnection } from '../live/watch-records.ts';
import type { DispatchedRow } from './dispatched-rows.ts';

/** Any number works, as long as every Taquilla process uses the same one: the letters `disp`. */
const ADVISORY_LOCK = 0x64697370;
/** The longest allowed wait. A longer one means that a clock was set back. */
const LONGEST_WAIT = `interval '20 minutes'`;
/** The maximum number in one round. The next round follows at once. */
const MOST_AT_ONCE = 500;

/**
 * Whether this process may dispatch now. Only one process at a time does. A dispatcher that freezes loses its
 * turn.
 */
export async function takeDispatcherTurn(tx: Transaction): Promise<boolean> {
  await endIfIdle(tx);
  const [row] = await queryRows<{ taken: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as taken', [
    ADVISORY_LOCK,
  ]);
  return row?.taken === true;
}

/**
 * Waits until a dispatcher that may have decided before now has committed. Call it outside a transaction: the lock ends
 * with the statement.
 */
export async function awaitDispatcher(db: Database): Promise<void> {
  await queryRows(db, 'select pg_advisory_xact_lock_shared($1)', [ADVISORY_LOCK]);
}

/** Dispatches the executions that may start now. */
export async function dispatchExecutions(tx: Transaction, now: Date): Promise<readonly DispatchedRow[]> {
  const dispatched = await dispatch(tx, await findStartable(tx, now));
  return dispatched.map((row) => ({ ...row, name: 'sync_woocommerce_event' }));
}

/**
 * As many executions of a store as it has free slots; requests of persons go first, targeted ones
 * before the others, and may use one more slot. One
 * whose configuration has a running execution waits for the end of that one.
 * The watch of a store has the connection of that slot until the other slots are taken.
 * For an unreachable store, only requests of persons and the retries that test the connection.
 */
async function findStartable(tx: Transaction, now: Date): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `with waiting as (
       select distinct c.credentials_id from sync_executions e
       join sync_configurations c on c.id = e.configuration_id where e.status = 'pending'
     ), busy as (
       select c.credentials_id, count(*) as taken from sync_executions e
       join sync_configurations c on c.id = e.configuration_id
       where e.status = 'running' or (e.status = 'pending' and e.dispatched_at is not null)
       group by c.credentials_id
     )
     select p.id from waiting
     join sync_credentials s on s.id = waiting.credentials_id
     left join busy on busy.credentials_id = s.id
     left join sync_store_outages o on o.credentials_id = s.id
     cross join lateral (
       select e.id, e.queue, row_number() over
         (order by e.queue = 'critical' desc, e.requested_depth is not distinct from 'targeted' desc,
           e.next_attempt_at, e.id) as place
       from sync_executions e join sync_configurations c on c.id = e.configuration_id
       where c.credentials_id = s.id and e.status = 'pending' and e.dispatched_at is null
         and (e.next_attempt_at <= $1 or e.next_attempt_at > $1::timestamptz + ${LONGEST_WAIT})
         and (o.credentials_id is null or e.queue = 'critical' or e.failed_attempts > 0)
         and not exists (select from sync_executions r
           where r.configuration_id = e.configuration_id and r.status = 'running')
       order by place limit s.max_concurrent_syncs + 1
     ) p
     where p.place <= s.max_concurrent_syncs - coalesce(busy.taken, 0)
       + case when p.queue = 'critical' and not ${watchHoldsConnection('s')} then 1 else 0 end
     limit ${MOST_AT_ONCE}`,
    [now],
  );
  return rows.map(({ id }) => id);
}
