import { assertNever } from '../../kernel/errors.ts';
import type { Transaction } from '../database.ts';

/** The first key of the advisory locks of gates, which no other lock uses: the letters `gate`. */
const GATE = 0x67617465;
/** The same for the locks of events: the letters `even`. */
const EVENT = 0x6576656e;

/**
 * Keeps check-ins at the local gate of one event apart from the settling of its conflicts and from its removal,
 * until the transaction ends. Check-ins (`share`) do not wait for each other. A page of a sync does not take
 * this lock: see `writeTickets`.
 */
export async function lockGate(tx: Transaction, eventId: string, mode: 'share' | 'exclusive'): Promise<void> {
  switch (mode) {
    case 'share':
      await tx.query('select pg_advisory_xact_lock_shared($1, hashtext($2))', [GATE, eventId]);
      return;
    case 'exclusive':
      await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [GATE, eventId]);
      return;
    default:
      assertNever(mode);
  }
}

/**
 * Until the transaction ends, no other transaction can load a page of this event, settle one of its conflicts
 * or remove it. This lock is taken before any other. Check-ins do not wait for it.
 */
export async function lockEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [EVENT, eventId]);
}

/** How long a person who settles a conflict waits for a page of a sync. */
const PATIENCE_MS = 5_000;

/** `lockEvent` for a person who waits for the answer. */
export async function lockEventInTime(tx: Transaction, eventId: string): Promise<void> {
  await tx.query(`set local lock_timeout = ${PATIENCE_MS}`);
  await lockEvent(tx, eventId);
}

/**
 * Takes `lockEvent`, then `lockGate`: for a change that must not run together with anything else on the event,
 * while a person waits for it.
 */
export async function lockEventAndGate(tx: Transaction, eventId: string): Promise<void> {
  await lockEventInTime(tx, eventId);
  await lockGate(tx, eventId, 'exclusive');
}
