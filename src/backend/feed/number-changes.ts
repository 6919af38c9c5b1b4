import { type Database, endIfIdle, inTransaction, type Queryable, queryRows } from '../database.ts';

/** Some tens of milliseconds of PostgreSQL's work. */
const MOST_AT_ONCE = 5_000;
const MOST_STEPS = 4;

/** Whether changes were committed that have no position yet. */
async function anyArrived(db: Queryable): Promise<boolean> {
  return (await queryRows(db, 'select from feed_arrivals limit 1')).length > 0;
}

/**
 * Moves changes that are committed into the feed. Only the holder of the lock gives positions, so a reader who has seen a
 * position has seen all before it, however late a transaction commits: its changes come later.
 *
 * Arrivals are numbered in the order of their ids. Two transactions that change the same row lock it one after the other,
 * and the second one takes its ids after the first one has committed. So the changes of a row keep their order.
 *
 * The changes that one transaction makes of an order, a ticket or an event are one change, so a step takes whole
 * transactions.
 *
 * @returns whether more changes wait
 */
async function numberSome(db: Database): Promise<boolean> {
  if (!(await anyArrived(db))) return false;
  return await inTransaction(db, async (tx) => {
    await endIfIdle(tx);
    const [feed] = await queryRows<{ last: number }>(
      tx,
      'select last_position as last from feed_position for no key update',
    );
    const last = feed?.last ?? 0;
    const [moved] = await queryRows<{ taken: number; newest: number | null }>(
      tx,
      `with recursive cut (upto) as (
         select max(id) from (select id from feed_arrivals order by id limit ${MOST_AT_ONCE}) f
         union
         select w.upto from cut c cross join lateral (
           select max(m.id) as upto from (
             select distinct transaction_id from feed_arrivals where id <= c.upto
           ) t cross join lateral (
             select id from feed_arrivals where transaction_id = t.transaction_id order by id desc limit 1
           ) m
         ) w where w.upto > c.upto
       ), taken as (
         delete from feed_arrivals where id <= (select max(upto) from cut) returning *
       ), merged as (
         select max(id) as id, transaction_id, subject, subject_id, min(created_at) as changed_at,
           case when bool_or(verb = 'created') then 'created' when bool_or(verb = 'removed') then 'removed'
             when bool_or(verb = 'cancelled') then 'cancelled' when bool_or(verb = 'refunded') then 'refunded'
             else max(verb) end as verb,
           string_agg(nullif(fields, ''), ',') as fields,
           (array_agg(event_id) filter (where event_id is not null))[1] as event_id,
           (array_agg(order_id) filter (where order_id is not null))[1] as order_id,
           (array_agg(ticket_id) filter (where ticket_id is not null))[1] as ticket_id
         from taken group by transaction_id, subject, subject_id
       ), placed as (
         select m.*, row_number() over (order by m.id) as place, c.organizer_id as organizer_of_configuration,
           coalesce(m.order_id, case when m.subject = 'order' then m.subject_id end, t.order_id) as order_of_it,
           case when m.subject = 'ticket' then m.subject_id else m.ticket_id end as ticket_of_it,
           coalesce(m.event_id, t.event_id, x.event_id,
             case m.subject when 'event' then m.subject_id
               when 'order' then (select o.event_id from orders o where o.id = m.subject_id) end) as event_of_it
         from merged m
         left join tickets t on m.subject = 'check_in' and t.id = m.ticket_id
         left join sync_executions x on m.subject = 'execution' and x.id = m.subject_id
         left join sync_configurations c on c.id = x.configuration_id
       ), numbered as (
         insert into feed_changes (position, kind, subject_id, event_id, order_id, ticket_id, organizer_id, fields,
           transaction_id, changed_at)
         select $1::bigint + p.place, p.subject || '.' || p.verb, p.subject_id, p.event_of_it, p.order_of_it,
           p.ticket_of_it, coalesce(e.organizer_id, p.organizer_of_configuration),
           case when p.verb = 'created' or p.fields is null then '{}'
             else array(select distinct f from unnest(string_to_array(p.fields, ',')) f order by f) end,
           p.transaction_id, p.changed_at
         from placed p left join events e on e.id = p.event_of_it
         returning position
       )
       select (select count(*)::integer from taken) as taken, (select max(position) from numbered) as newest`,
      [last],
    );
    if (moved === undefined || moved.newest === null) return false;
    await queryRows(tx, 'update feed_position set last_position = $1, updated_at = now()', [moved.newest]);
    return moved.taken >= MOST_AT_ONCE;
  });
}

/** Numbers all changes that are committed. */
export async function numberChanges(db: Database, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await numberSome(db)));
}

/**
 * Numbers some of the changes that are committed: what takes a reader or a round of a loop a short time. A reader sees its
 * own changes at once, unless very many wait.
 *
 * @returns whether more changes wait
 */
export async function numberNext(db: Database): Promise<boolean> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) if (!(await numberSome(db))) return false;
  return true;
}
