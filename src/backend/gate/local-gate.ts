import { AppError, assertNever } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { TicketStatus } from '../../ticketing/status.ts';
import type { StoreCheckIn } from '../../ticketing/store-order.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { jsonbText } from '../load/column-text.ts';
import { lockGate } from './gate-lock.ts';
import { type GateFacts, gateState, type LocalWord } from './gate-state.ts';

/** What somebody at the local gate says of a ticket. */
export interface GateWord {
  readonly ticketId: string;
  /** null: the only day of an event of one. */
  readonly day: number | null;
  readonly madeBy: string | null;
  readonly now: Date;
}

export interface GateAnswer {
  readonly day: number;
  /** false: it was so already, whoever said it first; nothing was written. */
  readonly changed: boolean;
}

interface GateTicket {
  readonly status: TicketStatus;
  readonly removed: boolean;
  readonly storeDays: Readonly<Record<string, string>> | null;
  readonly checkedInAtUtc: Date | null;
  readonly numDays: number;
}

/** Whoever stands at a gate does not wait longer than this for a sync's page to end. */
const PATIENCE_MS = 5_000;

/**
 * Lets somebody in. Saying it twice writes once, whichever gate was first; of two scanners at the same moment
 * one is told that it changed nothing.
 *
 * @throws missing `ticket.none`; conflict `ticket.…` where the ticket does not open the gate; invalid
 *   `ticket.day-needed`, `ticket.no-such-day`; unavailable `backend.contention`
 */
export async function checkIn(db: Database, word: GateWord): Promise<GateAnswer> {
  return await atGate(db, word, async (tx, ticket, facts, day) => {
    requireOpen(ticket);
    if (gateState(facts).days.some((state) => state.day === day && state.checkedIn)) return false;
    await say(tx, word, day, true, facts);
    return true;
  });
}

/**
 * Takes back what the local gate said. What the store's gate said stays: it can only be undone there.
 *
 * @throws missing `ticket.none`; conflict `ticket.checked-in-by-store`; invalid `ticket.day-needed`,
 *   `ticket.no-such-day`; unavailable `backend.contention`
 */
export async function undoCheckIn(db: Database, word: GateWord): Promise<GateAnswer> {
  return await atGate(db, word, async (tx, _ticket, facts, day) => {
    if (facts.local.some((said) => said.day === day && said.checkedIn)) {
      await say(tx, word, day, false, facts);
      return true;
    }
    if (facts.storeDays.some((state) => state.day === day && state.checkedIn)) throw checkedInByStore();
    return false;
  });
}

/** Takes back all that the local gate said of a ticket, whatever its state; the caller's transaction holds it. */
export async function takeBackLocal(tx: Transaction, word: Omit<GateWord, 'day'>): Promise<void> {
  const ticket = await lockTicket(tx, word.ticketId);
  for (;;) {
    const facts = await readFacts(tx, word.ticketId, ticket);
    const said = facts.local.find(({ checkedIn }) => checkedIn);
    if (said === undefined) return;
    await say(tx, word, said.day, false, facts);
  }
}

async function atGate(
  db: Database,
  word: GateWord,
  act: (tx: Transaction, ticket: GateTicket, facts: GateFacts, day: number) => Promise<boolean>,
): Promise<GateAnswer> {
  return await inTransaction(db, async (tx) => {
    await tx.query(`set local lock_timeout = ${PATIENCE_MS}`);
    const ticket = await lockTicket(tx, word.ticketId);
    const day = dayOf(word, ticket.numDays);
    return { day, changed: await act(tx, ticket, await readFacts(tx, word.ticketId, ticket), day) };
  });
}

async function lockTicket(tx: Transaction, ticketId: string): Promise<GateTicket> {
  const [place] = await queryRows<{ event_id: string }>(tx, 'select event_id from tickets where id = $1', [
    ticketId,
  ]);
  if (place === undefined) throw noTicket();
  await lockGate(tx, place.event_id, 'share');
  const [ticket] = await queryRows<GateTicket>(
    tx,
    `select t.status, t.removed_at is not null as removed, t.store_values -> 'days' as "storeDays",
       t.checked_in_at as "checkedInAtUtc", e.num_days as "numDays"
     from tickets t join events e on e.id = t.event_id where t.id = $1 for update of t`,
    [ticketId],
  );
  if (ticket === undefined) throw noTicket();
  return ticket;
}

/** Read after the ticket is locked: whoever held it before has said its word. */
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
  word: Omit<GateWord, 'day'>,
  day: number,
  checkedIn: boolean,
  facts: GateFacts,
): Promise<void> {
  // created_at orders the words: not the transaction's time, which began before it waited for the others.
  await tx.query(
    `insert into check_ins (id, ticket_id, day, status, at, origin, made_by, created_at)
     values ($1, $2, $3, $4, $5, 'local', $6, clock_timestamp())`,
    [newId(), word.ticketId, day, checkedIn ? 'checked_in' : 'not_checked_in', word.now, word.madeBy],
  );
  const others = facts.local.filter((said) => said.day !== day);
  const state = gateState({ ...facts, local: [...others, { day, checkedIn, atUtc: word.now }] });
  const dayStatus = state.days.map((one) => [
    String(one.day),
    one.checkedIn ? 'checked_in' : 'not_checked_in',
  ]);
  await tx.query(
    `update tickets set check_in_status = $2, checked_in_at = $3, day_status = $4, updated_at = now()
     where id = $1`,
    [word.ticketId, state.checkInStatus, state.checkedInAtUtc, jsonbText(Object.fromEntries(dayStatus))],
  );
}

function dayOf({ day }: GateWord, numDays: number): number {
  if (day === null) {
    if (numDays === 1) return 1;
    throw new AppError({
      kind: 'invalid',
      code: 'ticket.day-needed',
      message: 'This event has several days: say which one.',
    });
  }
  if (day >= 1 && day <= numDays) return day;
  throw new AppError({
    kind: 'invalid',
    code: 'ticket.no-such-day',
    message: 'The event has no such day.',
    details: { day, numDays },
  });
}

/** Why a ticket does not open the gate, each reason with a code of its own. */
function requireOpen({ status, removed }: GateTicket): void {
  if (removed) throw closed('ticket.removed', 'This ticket was taken out of the store.');
  switch (status) {
    case 'active':
      return;
    case 'pending':
      throw closed('ticket.pending', 'The store has not made this ticket yet.');
    case 'inactive':
      throw closed('ticket.unpaid', 'The order of this ticket is not paid.');
    case 'cancelled':
      throw closed('ticket.cancelled', 'This ticket was cancelled.');
    case 'refunded':
      throw closed('ticket.refunded', 'This ticket was refunded.');
    case 'orphaned':
      throw closed('ticket.orphaned', 'The order of this ticket does not exist any more.');
    default:
      assertNever(status);
  }
}

function closed(code: string, message: string): AppError {
  return new AppError({ kind: 'conflict', code, message });
}

function checkedInByStore(): AppError {
  return closed('ticket.checked-in-by-store', 'The store’s gate let this ticket in: undo it there.');
}

function noTicket(): AppError {
  return new AppError({ kind: 'missing', code: 'ticket.none', message: 'There is no such ticket.' });
}
