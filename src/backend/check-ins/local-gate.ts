import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError, assertNever } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { StoreCheckIn } from '../../ticketing/model/store-order.ts';
import { isUnpublished } from '../../ticketing/tickets/ticket-status.ts';
import type { TicketStatus } from '../../vocabulary/ticketing.ts';
import { type Database, endIfIdle, inTransaction, queryRows, type Transaction } from '../database.ts';
import { jsonbText } from '../tables/column-text.ts';
import { lockGate } from './gate-lock.ts';
import { type GateFacts, gateState, type LocalWord, TICKET_DAYS } from './gate-state.ts';
import { noteRefusal, refusalOf } from './refused-check-in-records.ts';
import {
  findSyncedInstead,
  lockStoreTicket,
  type OtherRow,
  otherRows,
  refuseAdmittedElsewhere,
  type SyncedRow,
} from './store-ticket.ts';

/** A check-in at the local gate, or its undoing. */
export interface GateWord {
  readonly ticketId: string;
  /** Null for a ticket of one day. */
  readonly day: number | null;
  readonly madeBy: string | null;
  readonly now: Date;
}

export interface GateAnswer {
  readonly day: number;
  /** False if the ticket was already in this state; then nothing was written. */
  readonly changed: boolean;
}

interface GateTicket {
  readonly status: TicketStatus;
  readonly sourcePostStatus: string | null;
  readonly removed: boolean;
  readonly storeDays: Readonly<Record<string, string>> | null;
  readonly checkedInAtUtc: Date | null;
  readonly numDays: number;
}

/** The time limit for waiting for other check-ins of the same ticket. */
const PATIENCE_MS = 5_000;
/** The time limit for waiting for a page of a sync that writes the ticket's row. */
const PATIENCE_WITH_PAGES_MS = 1_500;

/**
 * Checks a ticket in like `admit`. It records a refused scan outside of that transaction, which is rolled back.
 *
 * @throws what `admit` throws
 */
export async function checkIn(db: Database, word: GateWord): Promise<GateAnswer> {
  let answer: GateAnswer;
  try {
    answer = await admit(db, word);
  } catch (thrown) {
    const refusal = thrown instanceof AppError ? refusalOf(thrown.code) : null;
    if (refusal !== null) await noteRefusal(db, word, refusal);
    throw thrown;
  }
  if (!answer.changed) await noteRefusal(db, word, 'already-in');
  return answer;
}

/**
 * Checks a ticket in. A second check-in, here or in the store, writes nothing; of two scanners at the same moment, one
 * gets `changed: false`. If a store ticket has rows in several events, it is checked in once, whichever row is scanned.
 * A row that no configuration syncs any more opens the gate only if the synced row of the same store ticket does.
 *
 * @throws missing `ticket.none`; conflict `ticket.checked-in-elsewhere`, or `ticket.…` if the ticket does not open the
 *   gate; invalid `ticket.day-needed`, `ticket.no-such-day`; unavailable `backend.contention`
 */
async function admit(db: Database, word: GateWord): Promise<GateAnswer> {
  const { ticketId } = word;
  return await atGate(db, async (tx) => {
    const own = await findPlace(tx, ticketId);
    await lockGate(tx, own.eventId, 'share');
    await lockStoreTicket(tx, ticketId);
    const ticket = await lockTicket(tx, ticketId);
    const day = dayOf(word, ticket.numDays);
    requireOpen(ticket, null);
    const synced = await findSyncedInstead(tx, ticketId);
    if (synced !== null) requireOpen(synced, synced);
    const facts = await readFacts(tx, ticketId, ticket);
    if (gateState(facts).days.some((state) => state.day === day && state.checkedIn)) {
      return { day, changed: false };
    }
    await refuseAdmittedElsewhere(tx, ticketId, day);
    await say(tx, word, ticketId, day, true, facts);
    return { day, changed: true };
  });
}

/**
 * Undoes the local gate's check-in of a store ticket, whichever of its rows it was recorded under. Afterwards each row
 * opens the gate again. A check-in at the store's gate stays, because only the store can undo it.
 *
 * @throws missing `ticket.none`; conflict `ticket.checked-in-by-store`; invalid `ticket.day-needed`,
 *   `ticket.no-such-day`; unavailable `backend.contention`
 */
export async function undoCheckIn(db: Database, word: GateWord): Promise<GateAnswer> {
  const { ticketId } = word;
  return await atGate(db, async (tx) => {
    const own = await findPlace(tx, ticketId);
    // Rows with a greater id were not checked yet. Every transaction locks the gates of events in the same order.
    const rows = [own, ...(await otherRows(tx, ticketId))].toSorted((a, b) => compare(a.id, b.id));
    for (const eventId of [...new Set(rows.map((row) => row.eventId))].toSorted()) {
      await lockGate(tx, eventId, 'share');
    }
    await lockStoreTicket(tx, ticketId);
    const locked = new Map<string, GateTicket>();
    for (const { id } of rows) locked.set(id, await lockTicket(tx, id));
    const day = dayOf(word, locked.get(ticketId)?.numDays ?? 1);
    let [changed, byStore] = [false, false];
    for (const [id, ticket] of locked) {
      const facts = await readFacts(tx, id, ticket);
      if (facts.local.some((said) => said.day === day && said.checkedIn)) {
        await say(tx, word, id, day, false, facts);
        changed = true;
      }
      byStore ||= facts.storeDays.some((state) => state.day === day && state.checkedIn);
    }
    if (!changed && byStore) throw checkedInByStore();
    return { day, changed };
  });
}

/** Undoes all local check-ins of one row, whatever its state; the caller's transaction holds the event's gate. */
export async function takeBackLocal(tx: Transaction, word: Omit<GateWord, 'day'>): Promise<void> {
  const { ticketId } = word;
  const ticket = await lockTicket(tx, ticketId);
  for (;;) {
    const facts = await readFacts(tx, ticketId, ticket);
    const said = facts.local.find(({ checkedIn }) => checkedIn);
    if (said === undefined) return;
    await say(tx, word, ticketId, said.day, false, facts);
  }
}

async function atGate(db: Database, act: (tx: Transaction) => Promise<GateAnswer>): Promise<GateAnswer> {
  return await inTransaction(db, async (tx) => {
    await tx.query(`set local lock_timeout = ${PATIENCE_MS}`);
    await endIfIdle(tx);
    return await act(tx);
  });
}

async function findPlace(tx: Transaction, ticketId: string): Promise<OtherRow> {
  const [place] = await queryRows<OtherRow>(
    tx,
    'select id, event_id as "eventId" from tickets where id = $1',
    [ticketId],
  );
  if (place === undefined) throw noTicket();
  return place;
}

/** A stronger lock would wait for a page of a sync, whose new check-ins refer to the ticket until it commits. */
async function lockTicket(tx: Transaction, ticketId: string): Promise<GateTicket> {
  await tx.query(`set local lock_timeout = ${PATIENCE_WITH_PAGES_MS}`);
  const [ticket] = await queryRows<GateTicket>(
    tx,
    `select t.status, t.source_post_status as "sourcePostStatus", t.removed_at is not null as removed, t.store_values -> 'days' as "storeDays",
       t.checked_in_at as "checkedInAtUtc", ${TICKET_DAYS} as "numDays"
     from tickets t join events e on e.id = t.event_id where t.id = $1 for no key update of t`,
    [ticketId],
  );
  if (ticket === undefined) throw noTicket();
  return ticket;
}

/** Read after the ticket is locked, so that the check-ins of earlier holders of the lock are included. */
async function readFacts(tx: Transaction, ticketId: string, ticket: GateTicket): Promise<GateFacts> {
  const local = await queryRows<LocalWord>(
    tx,
    `select distinct on (day) day, status = 'checked_in' as "checkedIn", at as "atUtc" from check_ins
     where ticket_id = $1 and origin = 'local' order by day, created_at desc, id desc`,
    [ticketId],
  );
  const storeLog = await queryRows<StoreCheckIn>(
    tx,
    `select woo_check_in_id as "wooCheckInId", day, status, at as "atUtc" from check_ins
     where ticket_id = $1 and origin = 'woocommerce' and woo_check_in_id is not null and at is not null`,
    [ticketId],
  );
  const storeDays = Object.entries(ticket.storeDays ?? {}).map(([day, status]) => ({
    day: Number(day),
    checkedIn: status === 'checked_in',
  }));
  return { storeDays, storeLog, local, numDays: ticket.numDays, keptAtUtc: ticket.checkedInAtUtc };
}

async function say(
  tx: Transaction,
  { madeBy, now }: Pick<GateWord, 'madeBy' | 'now'>,
  ticketId: string,
  day: number,
  checkedIn: boolean,
  facts: GateFacts,
): Promise<void> {
  // `created_at` orders the check-ins. It is not the start of the transaction, which may have waited for others.
  await tx.query(
    `insert into check_ins (id, ticket_id, day, status, at, origin, made_by, created_at)
     values ($1, $2, $3, $4, $5, 'local', $6, clock_timestamp())`,
    [newId(), ticketId, day, checkedIn ? 'checked_in' : 'not_checked_in', now, madeBy],
  );
  const others = facts.local.filter((said) => said.day !== day);
  const state = gateState({ ...facts, local: [...others, { day, checkedIn, atUtc: now }] });
  const dayStatus = state.days.map((one) => [
    String(one.day),
    one.checkedIn ? 'checked_in' : 'not_checked_in',
  ]);
  await tx.query(
    `update tickets set check_in_status = $2, checked_in_at = $3, day_status = $4, updated_at = now()
     where id = $1`,
    [ticketId, state.checkInStatus, state.checkedInAtUtc, jsonbText(Object.fromEntries(dayStatus))],
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function dayOf({ day }: GateWord, numDays: number): number {
  if (day === null) {
    if (numDays === 1) return 1;
    throw new AppError({
      code: 'ticket.day-needed',
      message: 'This event has several days: specify one.',
    });
  }
  if (day >= 1 && day <= numDays) return day;
  throw new AppError({
    code: 'ticket.no-such-day',
    message: 'The event has no such day.',
    details: { day, numDays },
  });
}

/**
 * The reason why a ticket does not open the gate. Each reason has a code of its own.
 *
 * @param by the synced row that decides about the state; null if the scanned row decides
 */
function requireOpen(
  { status, sourcePostStatus, removed }: Pick<GateTicket, 'status' | 'sourcePostStatus' | 'removed'>,
  by: SyncedRow | null,
): void {
  if (removed) throw closed('ticket.removed', 'This ticket was removed from the store', by);
  switch (status) {
    case 'active':
      return;
    case 'pending':
      throw closed('ticket.pending', 'The store has not issued this ticket yet', by);
    case 'inactive':
      if (isUnpublished({ sourcePostStatus }))
        throw closed('ticket.unpublished', 'The store does not publish this ticket', by);
      throw closed('ticket.unpaid', 'This ticket is not paid', by);
    case 'cancelled':
      throw closed('ticket.cancelled', 'This ticket was cancelled', by);
    case 'refunded':
      throw closed('ticket.refunded', 'This ticket was refunded', by);
    case 'orphaned':
      throw closed('ticket.orphaned', 'The order of this ticket no longer exists', by);
    default:
      assertNever(status);
  }
}

function closed(code: ErrorCode, reason: string, by: SyncedRow | null): AppError {
  if (by === null) return new AppError({ code, message: `${reason}.` });
  // The part of the sentence that is the same in every language.
  const accordingTo = ` (“${by.eventName}”)`;
  const decidedBy = { ticket_id: by.ticketId, event_id: by.eventId, event_name: by.eventName };
  return new AppError({
    code,
    message: `${reason}${accordingTo}.`,
    details: { accordingTo, members: { decided_by: decidedBy } },
  });
}

function checkedInByStore(): AppError {
  return closed(
    'ticket.checked-in-by-store',
    'This ticket was checked in at the store’s gate: undo it there',
    null,
  );
}

function noTicket(): AppError {
  return new AppError({ code: 'ticket.none', message: 'There is no such ticket.' });
}
