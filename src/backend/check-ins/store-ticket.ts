import { AppError } from '../../kernel/errors.ts';
import type { TicketStatus } from '../../vocabulary/ticketing.ts';
import { queryRows, type Transaction } from '../database.ts';

/**
 * The same store ticket may have rows in several events: if two organizers sync one product, if one event is a
 * product and another its variation, or while a ticket moves from one product to another. Whichever row is
 * scanned, the ticket admits once.
 *
 * A store ticket is identified by its store and its ticket post. A unit without a post is identified by its
 * order and key.
 */

/** Another row of the same store ticket that is not removed. */
export interface OtherRow {
  readonly id: string;
  readonly eventId: string;
}

/** The row in an event that a configuration syncs. */
export interface SyncedRow {
  readonly ticketId: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly status: TicketStatus;
  readonly sourcePostStatus: string | null;
  readonly removed: boolean;
}

/** Where and when a store ticket was first checked in. */
interface Admission {
  readonly ticketId: string;
  readonly eventId: string;
  readonly eventName: string;
  /** Null if the store did not record the time. */
  readonly atUtc: Date | null;
  readonly origin: 'local' | 'woocommerce';
  readonly madeByName: string | null;
}

/** Advisory locks of store tickets: the letters `tick`. */
const STORE_TICKET = 0x7469636b;

/** Like `OTHER_ROWS`, but with removed rows. */
const ALL_OTHER_ROWS = `(
    select o.* from tickets o where o.woo_ticket_id = t.woo_ticket_id
    union all
    select o.* from tickets o
    where t.woo_ticket_id is null and o.woo_ticket_id is null
      and o.woo_order_id = t.woo_order_id and o.pending_key = t.pending_key
  ) o join events f on f.id = o.event_id and o.id <> t.id
    and (f.store_url = e.store_url or store_key(f.store_url) = store_key(e.store_url))`;

/**
 * The other rows `o` of ticket `t`, whose event is `e`, each with its event `f`. One index finds the tickets
 * with a post, another one those without.
 */
export const OTHER_ROWS = `${ALL_OTHER_ROWS} and o.removed_at is null`;

/**
 * Makes every other scan of the same store ticket wait until the transaction ends. The lock is taken after the
 * gates of events and before rows. Every transaction takes them in this order.
 */
export async function lockStoreTicket(tx: Transaction, ticketId: string): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock($2, hashtext(store_key(e.store_url) || coalesce(
       ' post ' || t.woo_ticket_id, ' unit ' || t.woo_order_id || ' ' || t.pending_key, ' row ' || t.id)))
     from tickets t join events e on e.id = t.event_id where t.id = $1`,
    [ticketId, STORE_TICKET],
  );
}

/** The other rows that are not removed, ordered by id, in which order rows are locked. */
export async function otherRows(tx: Transaction, ticketId: string): Promise<readonly OtherRow[]> {
  return await queryRows<OtherRow>(
    tx,
    `select o.id, o.event_id as "eventId"
     from tickets t join events e on e.id = t.event_id cross join lateral (
       select o.id, o.event_id from ${OTHER_ROWS}) o
     where t.id = $1 order by o.id`,
    [ticketId],
  );
}

/**
 * The row that decides about a ticket whose event no configuration syncs: such a row receives no refunds, so
 * the row in a synced event is more up to date. If there are several, it is the one that opens the gate. Null
 * if the ticket's own row decides.
 */
export async function findSyncedInstead(tx: Transaction, ticketId: string): Promise<SyncedRow | null> {
  const [row] = await queryRows<SyncedRow>(
    tx,
    `select o.id as "ticketId", o.event_id as "eventId", o.title as "eventName", o.status,
       o.source_post_status as "sourcePostStatus", o.removed_at is not null as removed
     from tickets t join events e on e.id = t.event_id cross join lateral (
       select o.id, o.event_id, o.status, o.source_post_status, o.removed_at, f.title, f.configuration_id
       from ${ALL_OTHER_ROWS}) o
     where t.id = $1 and e.configuration_id is null and o.configuration_id is not null
     order by o.removed_at is null and o.status = 'active' desc, o.removed_at is null desc, o.id limit 1`,
    [ticketId],
  );
  return row ?? null;
}

/**
 * Refuses a ticket that was checked in under another row, at the local gate or the store's, as far as this
 * backend knows.
 *
 * @throws conflict `ticket.checked-in-elsewhere`
 */
export async function refuseAdmittedElsewhere(tx: Transaction, ticketId: string, day: number): Promise<void> {
  const [first] = await queryRows<Admission>(
    tx,
    `select o.id as "ticketId", o.event_id as "eventId", o.title as "eventName",
       coalesce(w.at, o.checked_in_at) as "atUtc", coalesce(w.origin, 'woocommerce') as origin,
       coalesce(u.name, u.email) as "madeByName"
     from tickets t join events e on e.id = t.event_id cross join lateral (
       select o.id, o.event_id, o.day_status, o.checked_in_at, f.title from ${OTHER_ROWS}) o
     left join lateral (
       select c.at, c.origin, c.made_by from check_ins c
       where c.ticket_id = o.id and c.day = $2 and c.status = 'checked_in'
       order by c.created_at desc, c.id desc limit 1) w on true
     left join users u on u.id = w.made_by
     where t.id = $1 and o.day_status ->> $2::int::text = 'checked_in'
     order by coalesce(w.at, o.checked_in_at) nulls last, o.id limit 1`,
    [ticketId, day],
  );
  if (first !== undefined) throw admittedElsewhere(first);
}

function admittedElsewhere(first: Admission): AppError {
  const { ticketId, eventId, eventName, atUtc, origin, madeByName } = first;
  const at = atUtc?.toISOString() ?? null;
  return new AppError({
    code: 'ticket.checked-in-elsewhere',
    message: `This ticket is already checked in: ${admissionText(eventName, at, madeByName)}.`,
    details: {
      admission: admissionText(eventName, at, madeByName),
      members: {
        admission: {
          ticket_id: ticketId,
          event_id: eventId,
          event_name: eventName,
          at,
          origin,
          made_by_name: madeByName,
        },
      },
    },
  });
}

/** The parts of the sentence that do not depend on the language. */
function admissionText(eventName: string, at: string | null, madeByName: string | null): string {
  return [`“${eventName}”`, at, madeByName].filter((part) => part !== null).join(', ');
}
