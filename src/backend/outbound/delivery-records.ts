import { AppError } from '../../kernel/errors.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import { DELIVERIES_KEPT_DAYS, type DeliveryStatus } from '../../vocabulary/outbound.ts';
import { type Database, endIfIdle, inTransaction, type Queryable, queryRows } from '../database.ts';
import { CHANGE_COLUMNS, type FeedChange, MARK } from '../feed/read-changes.ts';

/** A delivery that this process may send now. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly url: string;
  readonly messageId: string;
  readonly kind: string;
  readonly change: FeedChange;
  /** With this one. */
  readonly attempts: number;
  readonly waitingSince: Date;
  /** Failures of the endpoint in a row. */
  readonly failures: number;
}

/** The changes that one step weighs for an endpoint. */
const MOST_CHANGES = 2_000;
/** Longer than an attempt takes. After that, another process may send the delivery. */
const CLAIM_MS = 60_000;

/**
 * Queues the changes after each active endpoint's position that pass its filter, and moves the position, in one
 * transaction. The lock on the endpoints keeps two processes from queueing the same.
 *
 * @returns whether more changes wait
 */
export async function queueChanges(db: Database, now: Date): Promise<boolean> {
  const behind = await queryRows(
    db,
    `select from outbound_endpoints e, feed_position p where e.state = 'active' and e.position < p.last_position limit 1`,
  );
  if (behind.length === 0) return false;
  return await inTransaction(db, async (tx) => {
    await endIfIdle(tx);
    const due = await queryRows<{ id: string; from: number; base: number; upto: number; last: number }>(
      tx,
      `select e.id, e.position as from, p.base_position as base, least(p.last_position, greatest(e.position, p.base_position) + ${MOST_CHANGES}) as upto,
         p.last_position as last
       from outbound_endpoints e, feed_position p
       where e.state = 'active' and e.position < p.last_position order by e.id for no key update of e skip locked`,
    );
    for (const { id, from, base, upto } of due) {
      await queryRows(
        tx,
        `insert into outbound_deliveries (id, endpoint_id, position, message_id, kind, subject_id, ticket_id, change,
           changed_at, waiting_since, next_attempt_at)
         select gen_random_uuid(), e.id, c.position, c.position || '.' || ${MARK('c.created_at')}, c.kind,
           coalesce(c.order_id, c.ticket_id, c.subject_id), c.ticket_id, (select to_jsonb(s) from (select ${CHANGE_COLUMNS}) s),
           c.changed_at, $4, $4
         from outbound_endpoints e join feed_changes c on c.position > $2 and c.position <= $3
           and (e.kinds = '{}' or c.kind = any(e.kinds))
           and (e.organizer_ids = '{}' or c.organizer_id = any(e.organizer_ids))
           and (e.event_ids = '{}' or c.event_id = any(e.event_ids))
         where e.id = $1
         on conflict do nothing`,
        [id, from, upto, now],
      );
      // A paused endpoint that was older than the changes that are kept.
      const lost = from < base ? `${from + 1}–${base}` : null;
      await queryRows(
        tx,
        `update outbound_endpoints set position = $2, skipped = coalesce($3, skipped) where id = $1`,
        [id, upto, lost],
      );
    }
    passPoint('before queued deliveries are committed');
    return due.some(({ upto, last }) => upto < last);
  });
}

/** A waiting delivery of the endpoint `e` that may be sent now. The first of its order and its ticket is sent first. */
const MAY_BE_SENT = `w.endpoint_id = e.id and w.status = 'waiting' and w.next_attempt_at <= $1
  and (w.claimed_until is null or w.claimed_until < $1)
  and not exists (select from outbound_deliveries p where p.endpoint_id = w.endpoint_id
    and p.subject_id = w.subject_id and p.status = 'waiting' and p.position < w.position)
  and not exists (select from outbound_deliveries p where p.endpoint_id = w.endpoint_id
    and p.ticket_id = w.ticket_id and p.status = 'waiting' and p.position < w.position)`;

/**
 * Claims deliveries that may be sent now. Deliveries of the same order or ticket are sent one after the other: a later one
 * waits until the earlier one was accepted or given up. An endpoint whose last attempts failed gets one delivery as a
 * trial: one that has not failed yet, or else the one whose last attempt is the longest ago, so that a single message that
 * the receiver can never accept does not hold up the others.
 *
 * @param underWay how many deliveries of an endpoint this process is sending
 * @param most deliveries for each endpoint at the same time
 */
export async function claimDeliveries(
  db: Queryable,
  now: Date,
  underWay: ReadonlyMap<string, number>,
  most: number,
): Promise<readonly ClaimedDelivery[]> {
  return await queryRows<ClaimedDelivery>(
    db,
    `with free as (
       select e.id, e.url, e.failures, case when e.failures = 0 then $4::integer - coalesce(u.count, 0) else 0 end as usual,
         case when e.failures > 0 and coalesce(u.count, 0) = 0 then 1 else 0 end as trials
       from outbound_endpoints e left join unnest($2::uuid[], $3::integer[]) as u (id, count) on u.id = e.id
       where e.state = 'active' and (e.held_until is null or e.held_until <= $1)
     ), due as (
       select d.id, e.url, e.failures from free e cross join lateral (
         select w.id from outbound_deliveries w where ${MAY_BE_SENT}
         order by w.is_replayed, w.position limit greatest(e.usual, 0) for update skip locked) d
       union all
       select d.id, e.url, e.failures from free e cross join lateral (
         select w.id from outbound_deliveries w where ${MAY_BE_SENT}
         order by w.last_attempt_at nulls first, w.position limit e.trials for update skip locked) d
     )
     update outbound_deliveries d set claimed_until = $1::timestamptz + interval '${CLAIM_MS} milliseconds',
       waiting_since = case when d.attempts = 0 then $1::timestamptz else d.waiting_since end,
       attempts = d.attempts + 1, last_attempt_at = $1, updated_at = now()
     from due where due.id = d.id
     returning d.id, d.endpoint_id as "endpointId", due.url, d.message_id as "messageId", d.kind, d.change, d.attempts,
       d.waiting_since as "waitingSince", due.failures`,
    [now, [...underWay.keys()], [...underWay.values()], most],
  );
}

/** The delivery was accepted. */
export async function noteDelivered(
  db: Database,
  { id, endpointId }: ClaimedDelivery,
  status: number,
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // First, as when the endpoint is deleted, so that the two cannot block each other.
    await queryRows(
      tx,
      `update outbound_endpoints set failures = 0, held_until = null, last_delivered_at = greatest(last_delivered_at, $2),
         last_error = null, last_reply = null
       where id = $1`,
      [endpointId, now],
    );
    await queryRows(
      tx,
      `update outbound_deliveries set status = 'delivered', claimed_until = null, last_status = $2, last_error = null,
         last_reply = null, updated_at = now()
       where id = $1 and status = 'waiting'`,
      [id, status],
    );
  });
}

export interface Failure {
  readonly code: string;
  /** The status of the answer; null if there was none. */
  readonly status: number | null;
  readonly reply: string | null;
  /** Null: the delivery is given up. */
  readonly nextAttemptAt: Date | null;
  /** The receiver as a whole is left alone until then; null: only this delivery waits. */
  readonly heldUntil: Date | null;
  /** The receiver wants no further messages. */
  readonly ends: boolean;
}

/**
 * The delivery was not accepted. Deliveries that were claimed together and fail together count as one failure of the
 * receiver. After an answer of an address that was replaced since, the delivery goes to the new one.
 */
export async function noteFailed(
  db: Database,
  { id, endpointId, url, failures }: ClaimedDelivery,
  failure: Failure,
): Promise<void> {
  const { code, status, reply, nextAttemptAt, heldUntil, ends } = failure;
  await inTransaction(db, async (tx) => {
    // First, as when the endpoint is deleted, so that the two cannot block each other.
    const endpoints = await queryRows(
      tx,
      `update outbound_endpoints set last_error = $2, last_reply = $3,
         failures = case when $4::timestamptz is null then failures else greatest(failures, $6::integer + 1) end,
         held_until = case when $4::timestamptz is null or (failures > $6 and held_until is not null)
           then held_until else $4 end,
         state_changed_at = case when $5 and state = 'active' then now() else state_changed_at end,
         state = case when $5 and state = 'active' then 'ended' else state end, updated_at = now()
       where id = $1 and url = $7 returning id`,
      [endpointId, code, reply, heldUntil, ends, failures, url],
    );
    if (endpoints.length === 0) return await releaseDelivery(tx, id);
    await queryRows(
      tx,
      `update outbound_deliveries set claimed_until = null, last_status = $2, last_error = $3, last_reply = $4,
         status = case when $5::timestamptz is null then 'given_up' else status end,
         next_attempt_at = coalesce($5, next_attempt_at), updated_at = now()
       where id = $1 and status = 'waiting'`,
      [id, status, code, reply, nextAttemptAt],
    );
  });
}

/** Gives a claimed delivery back, because its process must stop. */
export async function releaseDelivery(db: Queryable, id: string): Promise<void> {
  await queryRows(
    db,
    `update outbound_deliveries set claimed_until = null, attempts = attempts - 1, updated_at = now()
     where id = $1 and status = 'waiting'`,
    [id],
  );
}

export interface DeliveryFilter {
  readonly endpointId: string;
  readonly status: DeliveryStatus | null;
}

/** The most deliveries that one request sends again. */
const MOST_REPLAYED = 10_000;

/**
 * Sends deliveries again, with the same message ids: those named, or all of a span of time. Returns how many.
 *
 * @throws invalid `outbound.replay-too-large`
 */
export async function replayDeliveries(
  db: Queryable,
  endpointId: string,
  which: { readonly ids: readonly string[] | null; readonly from: Date | null; readonly until: Date | null },
  now: Date,
): Promise<number> {
  const [row] = await queryRows<{ found: number; replayed: number }>(
    db,
    `with found as (
       select id from outbound_deliveries
       where endpoint_id = $1 and status <> 'waiting' and ($2::uuid[] is null or id = any($2))
         and ($3::timestamptz is null or changed_at >= $3) and ($4::timestamptz is null or changed_at < $4)
       limit ${MOST_REPLAYED} + 1
     ), replayed as (
       update outbound_deliveries d set status = 'waiting', waiting_since = $5, next_attempt_at = $5,
         claimed_until = null, attempts = 0, is_replayed = true, updated_at = now()
       from found where d.id = found.id and d.status <> 'waiting'
         and (select count(*) from found) <= ${MOST_REPLAYED}
       returning d.id
     )
     select (select count(*)::integer from found) as found, (select count(*)::integer from replayed) as replayed`,
    [endpointId, which.ids, which.from, which.until, now],
  );
  if ((row?.found ?? 0) > MOST_REPLAYED)
    throw new AppError({
      code: 'outbound.replay-too-large',
      message: `More than ${MOST_REPLAYED} messages would be sent again. Choose a shorter span of time.`,
    });
  return row?.replayed ?? 0;
}

const MOST_REMOVED = 20_000;

/** Removes deliveries from the log after their time, also those that still wait, some at a time. */
export async function removeOldDeliveries(db: Database, now: Date, signal: AbortSignal): Promise<void> {
  let removed = MOST_REMOVED;
  while (removed === MOST_REMOVED && !signal.aborted) {
    const [row] = await queryRows<{ removed: number }>(
      db,
      `with gone as (
         delete from outbound_deliveries where id in (
           select id from outbound_deliveries
           where created_at < $1::timestamptz - interval '${DELIVERIES_KEPT_DAYS} days'
             and (claimed_until is null or claimed_until < $1)
           order by created_at limit ${MOST_REMOVED})
         returning 1
       ) select count(*)::integer as removed from gone`,
      [now],
    );
    removed = row?.removed ?? 0;
  }
}
