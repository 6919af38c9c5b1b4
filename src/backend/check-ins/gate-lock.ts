import { assertNever } from '../../kernel/errors.ts';
import type { Transaction } from '../database.ts';

/** Advisory locks of gates, distinct from all others: the letters `gate`. */
const GATE = 0x67617465;
/** The same for events: the letters `even`. */
const EVENT = 0x6576656e;

/**
 * Separates check-ins at the local gate of one event from settling its conflicts or removing it, until the
 * transaction ends. People at the gate (`share`) do not wait for each other. A page of a sync does not take
 * it: see `writeTickets`.
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
 * Until the transaction ends, only one of these runs for an event: a page of a sync, the settling of a conflict, the
 * removal of the event. Each takes this lock before any other. Check-ins do not wait for it.
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

/** `lockEvent`, then `lockGate`: for a change that needs the event to itself while a person waits for it. */
export async function lockEventAndGate(tx: Transaction, eventId: string): Promise<void> {
  await lockEventInTime(tx, eventId);
  await lockGate(tx, eventId, 'exclusive');
}
