import { type Database, inTransaction } from '../backend/database.ts';
import { Journal } from '../backend/load/journal.ts';
import { markRemoved } from '../backend/load/mark-removed.ts';
import { findVanished, type Seen } from '../backend/load/vanished-rows.ts';
import { saveCheckpoint } from '../backend/records/checkpoint-records.ts';
import { requireLease } from '../backend/records/lease-records.ts';
import { settleRejects } from '../backend/records/reject-records.ts';
import type { PageTarget } from './load-page.ts';
import type { StoreSnapshot } from './store-source.ts';
import type { Tally } from './tally.ts';

/** All that a whole reading of the store saw, and what its pages left for the end. */
export interface WholeReading extends Seen {
  readonly vanishedTickets: readonly string[];
}

/**
 * Marks what a whole reading did not see any more. It is the last thing written, so that an execution that
 * breaks off removes nothing; the checkpoint says `done` in the same transaction.
 */
export async function removeVanished(
  db: Database,
  snapshot: StoreSnapshot,
  reading: WholeReading,
  target: PageTarget,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { execution, configuration, event } = target;
  const removed = await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    const journal = new Journal(execution.id, configuration.id);
    const vanished = await findVanished(tx, event.id, reading);
    const existing = await snapshot.existingOrders(
      vanished.orders.map((order) => order.wooOrderId),
      signal,
    );
    const left = vanished.orders.filter((order) => existing.has(order.wooOrderId)).map((order) => order.id);
    const gone = vanished.orders.filter((order) => !existing.has(order.wooOrderId)).map((order) => order.id);
    const orders =
      (await markRemoved(tx, 'orders', left, 'left_event', journal)) +
      (await markRemoved(tx, 'orders', gone, 'gone', journal));
    const ticketIds = [...vanished.tickets, ...reading.vanishedTickets];
    const tickets = await markRemoved(tx, 'tickets', ticketIds, 'gone', journal);
    await journal.flush(tx);
    await settleRejects(tx, configuration.id, execution.id);
    const done = { phase: 'done', position: 0 } as const;
    await saveCheckpoint(tx, configuration.id, execution.id, done, target.snapshotTakenAtUtc);
    return { orders, tickets };
  });
  tally.add('orders', { created: 0, updated: 0, unchanged: 0, removed: removed.orders });
  tally.add('tickets', { created: 0, updated: 0, unchanged: 0, removed: removed.tickets });
}
