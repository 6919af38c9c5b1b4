import { assertNever } from '../../kernel/errors.ts';
import type { Transaction } from '../database.ts';

/** Advisory locks of gates, apart from any other: the letters `gate`. */
const GATE = 0x67617465;

/**
 * Keeps a page of a sync and the local gate of one event apart until the transaction ends: a page reads what the
 * gate said and writes it joined with the store's word, so nothing may be said in between. People at the gate
 * (`share`) do not wait for each other. No row is locked: a page that changes nothing writes nothing.
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
