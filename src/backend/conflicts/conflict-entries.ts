import {
  type GateEntry,
  narrowRevocation,
  orderEntry,
  type RevocationFacts,
  revocationTime,
} from '../../ticketing/tickets/entry-sequence.ts';
import type { EntrySequence, OrderStatus } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';
import { toColumnText } from '../tables/column-text.ts';

/** What happened to a ticket whose holder was checked in and that the store refunded or cancelled. */
export interface ConflictEntry {
  readonly sequence: EntrySequence;
  /** When the ticket stopped being valid, or the latest time at which it may have; null if it is not known. */
  readonly revoked_at: string | null;
  /** False if `revoked_at` is the latest possible time; null if there is none. */
  readonly revoked_at_exact: boolean | null;
  readonly entered_at: string | null;
  readonly entered_day: number | null;
  /** The gate that checked the person in; null if no check-in is recorded. */
  readonly entered_through: 'woocommerce' | 'local' | null;
  /** The user at the local gate. Null for the store's gate, and for the command line. */
  readonly entered_by_name: string | null;
  /**
   * true if only the local gate checked in one of the days, so that undoing its check-in changes the ticket.
   */
  readonly undoable: boolean;
}

interface RawEntry {
  readonly at: string | null;
  readonly day: number;
  readonly origin: 'woocommerce' | 'local';
  readonly by: string | null;
}

interface Facts {
  readonly id: string;
  readonly base: string | null;
  readonly status: string;
  readonly orderStatus: OrderStatus | null;
  readonly orderModifiedAt: string | null;
  readonly lineQuantity: number | null;
  readonly unitRefunds: readonly { readonly at: string | null; readonly quantity: number }[];
  readonly orderRefunds: readonly (string | null)[];
  readonly cancelledAt: string | null;
  readonly entries: readonly RawEntry[];
  readonly seenInside: boolean;
  readonly seenValidAt: string | null;
  readonly seenRevokedAt: string;
  readonly undoable: boolean;
}

/**
 * A check-in that its own gate undid does not count. A change of the store's state without a log row does not
 * show that the gate undid it, because cancelling an order causes such a change. A decision about this conflict
 * does not undo the check-in either.
 */
const STANDING = `not exists (
    select from check_ins u where u.ticket_id = c.ticket_id and u.day = c.day and u.origin = c.origin
      and u.status = 'not_checked_in' and u.at is not null and (k.settled_at is null or u.at < k.settled_at)
      and case c.origin when 'local' then (u.created_at, u.id) > (c.created_at, c.id)
        else u.woo_check_in_id > c.woo_check_in_id end)`;

/** A state that changed without a log row belongs to the same check-in as the log row of that day. */
const DATED_OR_ALONE = `(c.at is not null or not exists (
    select from check_ins d where d.ticket_id = c.ticket_id and d.day = c.day and d.origin = c.origin
      and d.status = 'checked_in' and d.at is not null))`;

const FACTS = `select k.id, k.base #>> '{}' as base, k.theirs #>> '{}' as status, o.status as "orderStatus",
    to_json(k.seen_valid_at) #>> '{}' as "seenValidAt", to_json(k.created_at) #>> '{}' as "seenRevokedAt",
    to_json(o.modified_at) #>> '{}' as "orderModifiedAt", i.quantity as "lineQuantity",
    (select coalesce(jsonb_agg(jsonb_build_object('at', r.refunded_at, 'quantity', l.quantity)), '[]')
     from refund_lines l join refunds r on r.id = l.refund_id
     where l.order_item_id = i.id and l.removed_at is null and r.removed_at is null) as "unitRefunds",
    (select coalesce(jsonb_agg(r.refunded_at), '[]')
     from refunds r where r.order_id = o.id and r.removed_at is null) as "orderRefunds",
    (select case w.status when 'cancelled' then to_json(w.at) #>> '{}' end
     from check_ins w where w.ticket_id = t.id and w.origin = 'woocommerce' and w.woo_check_in_id is not null
     order by w.woo_check_in_id desc limit 1) as "cancelledAt",
    (select coalesce(jsonb_agg(jsonb_build_object('at', c.at, 'day', c.day, 'origin', c.origin,
       'by', coalesce(u.name, split_part(u.email, '@', 1))) order by c.created_at, c.id), '[]')
     from check_ins c left join users u on u.id = c.made_by
     where c.ticket_id = t.id and c.status = 'checked_in' and ${STANDING} and ${DATED_OR_ALONE}) as entries,
    exists (select from check_ins c
      where c.ticket_id = t.id and c.status = 'checked_in' and c.origin = 'woocommerce'
        and c.created_at < k.created_at and ${STANDING}) as "seenInside",
    exists (select from (
      select distinct on (w.day) w.day, w.status from check_ins w where w.ticket_id = t.id and w.origin = 'local'
      order by w.day, w.created_at desc, w.id desc) last
    where last.status = 'checked_in'
      and t.store_values -> 'days' ->> last.day::text is distinct from 'checked_in') as undoable
  from conflicts k join tickets t on t.id = k.row_id
    left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id
  where k.id = any($1::uuid[]) and k.kind = 'admitted'`;

/** What happened in each conflict. None of it is stored, so that a late refund or log row corrects it. */
export async function readConflictEntries(
  db: Queryable,
  conflictIds: readonly string[],
): Promise<ReadonlyMap<string, ConflictEntry>> {
  if (conflictIds.length === 0) return new Map();
  const rows = await queryRows<Facts>(db, FACTS, [conflictIds]);
  return new Map(rows.map((row) => [row.id, entryOf(row)]));
}

function entryOf(facts: Facts): ConflictEntry {
  const revoked = narrowRevocation(
    revocationTime(revocationFacts(facts)),
    toDate(facts.seenValidAt),
    new Date(facts.seenRevokedAt),
  );
  const entries = facts.entries.map((entry) => ({ ...entry, atUtc: toDate(entry.at) }));
  const { sequence, entry } = orderEntry<GateEntry & RawEntry>(entries, revoked, seenOf(facts));
  const { earliestUtc, latestUtc } = revoked;
  return {
    sequence,
    revoked_at: toColumnText('timestamptz', latestUtc),
    revoked_at_exact: latestUtc === null ? null : earliestUtc?.getTime() === latestUtc.getTime(),
    entered_at: toColumnText('timestamptz', entry?.atUtc ?? null),
    entered_day: entry?.day ?? null,
    entered_through: entry?.origin ?? null,
    entered_by_name: entry?.by ?? null,
    undoable: facts.undoable,
  };
}

function revocationFacts(facts: Facts): RevocationFacts {
  return {
    ticketStatus: facts.status === 'refunded' ? 'refunded' : 'cancelled',
    orderStatus: facts.orderStatus,
    orderModifiedAtUtc: toDate(facts.orderModifiedAt),
    lineQuantity: facts.lineQuantity,
    unitRefunds: facts.unitRefunds.map(({ at, quantity }) => ({ atUtc: toDate(at), quantity })),
    orderRefundsAtUtc: facts.orderRefunds.map(toDate),
    cancelledAtUtc: toDate(facts.cancelledAt),
  };
}

/**
 * `base` is the status at the previous sync. It is null if the first sync found the ticket and the check-in
 * together.
 */
function seenOf({ base, seenInside }: Facts): 'before_entry' | 'after_entry' | null {
  if (base === null) return null;
  if (base === 'refunded' || base === 'cancelled') return 'before_entry';
  return seenInside ? 'after_entry' : null;
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
