import { inTransaction, type Transaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import { Journal } from '../../backend/loader/journal.ts';
import { settleTiers } from '../../backend/loader/left-tiers.ts';
import { countPresentTickets, markRemoved } from '../../backend/loader/mark-removed.ts';
import { findVanished, type Seen } from '../../backend/loader/vanished-rows.ts';
import {
  type FinishedReading,
  forgetStoreFacts,
  saveCheckpoint,
  saveComparedSpans,
  saveFinishedReading,
} from '../../backend/readings/checkpoint-records.ts';
import { noteHotOrders, saveHotOrders } from '../../backend/readings/hot-order-records.ts';
import { removeVanishedNotes } from '../../backend/readings/note-records.ts';
import { saveDigests } from '../../backend/readings/range-digest-records.ts';
import { settleRejects } from '../../backend/readings/reject-records.ts';
import { continueCounts, forgetCounts, markCountsStale } from '../../backend/readings/store-count-records.ts';
import {
  noteUnsettled,
  saveReadingProgress,
  settle,
} from '../../backend/readings/unfinished-reading-records.ts';
import { saveHeldRemovals } from '../../backend/removals/held-removal-records.ts';
import { rangeStart } from '../../source/range-counts.ts';
import type { StoreReject } from '../../source/source.ts';
import type { EventSync } from '../model/event-sync.ts';
import { differsIn, productChanges } from '../model/product-marks.ts';
import type { Tally } from '../model/tally.ts';
import type { RelatedRows } from '../plan/related-rows.ts';
import { HOT_MS } from '../sweep/plan-partial.ts';
import type { NewDigests } from '../sweep/plan-sweep.ts';
import { FINE } from '../sweep/ranges.ts';
import { type Guarded, isNothing } from './guard-removals.ts';

/** Everything that a reading of the store found, and the rows that its pages left for the end. */
export interface SeenRows extends Seen {
  readonly vanishedTickets: readonly string[];
}

/** A reading after its last page. */
interface EndedReading {
  readonly seen: SeenRows;
  /** The rows that were expected; null means everything. */
  readonly asked: RelatedRows | null;
  readonly rejects: readonly StoreReject[];
  /** Orders that may differ: the next reading, or the attempt that continues a full one, reads them again. */
  readonly unproven: readonly number[];
  /** null if named rows were read, so that the next reading of the event continues where the last one ended. */
  readonly finished: FinishedReading | null;
  /** Digests of the rows that were read; null if no digests were taken. */
  readonly digests: NewDigests | null;
  readonly guarded: Guarded;
}

/**
 * Marks rows that a reading expected and did not find. This is written last, so that an interrupted execution
 * removes nothing. The same transaction stores the checkpoint from which the next reading continues.
 */
export async function finishReading(
  sync: EventSync,
  ended: EndedReading,
  signal: AbortSignal,
): Promise<void> {
  const { seen, asked, rejects, finished, guarded } = ended;
  const { db, execution, configuration, tally } = sync;
  const removed = await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    const journal = new Journal(execution.id, configuration.id);
    const vanished = await removeVanishedOrders(tx, sync, { ...ended, held: guarded.held }, journal, signal);
    const counts = { orders: vanished.orders, tickets: await countPresentTickets(tx, vanished.ticketIds) };
    await settleRejects(tx, configuration.id, rejects, asked);
    if (finished !== null) await continueCounts(tx, configuration.id, execution.id);
    await settleCounts(tx, configuration.id, seen, asked);
    if (finished !== null) await settleReading(tx, sync, { ...ended, finished }, counts, journal);
    if (counts.orders + counts.tickets > 0) await forgetStoreFacts(tx, configuration.id);
    await saveHeldRemovals(tx, {
      ...guarded,
      configurationId: configuration.id,
      executionId: execution.id,
      removing: vanished.ticketIds,
      asked,
    });
    await journal.flush(tx);
    // After a full reading, as at first, every order is new.
    if (asked !== null) await noteHotOrders(tx, configuration.id, execution.id, sync.now());
    // This comes last, because from here on a check-in waits for these tickets until everything is committed.
    await markRemoved(tx, 'tickets', vanished.ticketIds, 'gone', journal);
    await journal.flush(tx);
    return counts;
  });
  addRemoved(tally, removed);
}

/** The ranges of the rows that were read must be counted again. */
async function settleCounts(
  tx: Transaction,
  configurationId: string,
  seen: SeenRows,
  asked: RelatedRows | null,
): Promise<void> {
  if (asked === null) {
    await forgetCounts(tx, configurationId);
    return;
  }
  if (isNothing(asked)) return;
  const met = new Set(seen.wooOrderIds);
  // Orders of other events were asked for as well.
  const own = asked.wooOrderIds.filter((id) => asked.ownWooOrderIds.has(id) || met.has(id));
  const ranges = new Map<number, number[]>(own.map((id) => [rangeStart(id), []]));
  for (const [ticketId, orderId] of asked.places) {
    const start = rangeStart(orderId, ticketId);
    const ofRange = ranges.get(start) ?? [];
    ranges.set(start, ofRange);
    ofRange.push(ticketId);
  }
  await markCountsStale(tx, configurationId, ranges, asked.wooTicketIds);
}

/** Records where the next reading of the event continues. */
async function settleReading(
  tx: Transaction,
  { configuration, execution, tally, snapshot, last, productMarks, otherProducts, event, now }: EventSync,
  { asked, unproven, finished, digests }: EndedReading & { readonly finished: FinishedReading },
  removed: RemovedCounts,
  journal: Journal,
): Promise<void> {
  const done = { phase: 'done', id: 0 } as const;
  await saveCheckpoint(tx, configuration.id, execution.id, done, snapshot.takenAtUtc);
  await settle(tx, configuration.id, null);
  if (asked === null) {
    const after = tally.copy();
    addRemoved(after, removed);
    const unmappedStatuses = [...after.unmappedStatuses];
    const progress = { comparedTo: done, counts: after.counts, unmappedStatuses };
    await saveReadingProgress(tx, configuration.id, progress);
  }
  await noteUnsettled(tx, configuration.id, { orderIds: unproven, ticketIds: [] });
  await saveFinishedReading(tx, configuration.id, finished);
  // Everything was read without digests, so those of an earlier reading no longer match the rows.
  if (asked === null && digests === null) {
    await saveDigests(tx, configuration.id, [], null, FINE);
    await saveComparedSpans(tx, configuration.id, null);
  }
  if (digests !== null) {
    await saveComparedSpans(tx, configuration.id, digests.spans);
    const forgetBeforeUtc = new Date(now().getTime() - HOT_MS);
    await saveHotOrders(tx, configuration.id, digests.hotDigests, forgetBeforeUtc);
  }
  const differs = digests !== null && digests.ranges?.length !== 0;
  if (differs) await saveDigests(tx, configuration.id, digests.digests, digests.ranges, FINE);
  const isOfOthers = last !== null && differsIn(productChanges(last.productMarks, productMarks));
  if (differs || isOfOthers) await forgetStoreFacts(tx, configuration.id);
  const products = [configuration.wooProductId, ...otherProducts.map((one) => one.wooProductId)];
  await settleTiers(tx, event.id, products, journal);
}

interface RemovedCounts {
  readonly orders: number;
  readonly tickets: number;
}

function addRemoved(tally: Tally, removed: RemovedCounts): void {
  tally.add('orders', { created: 0, updated: 0, unchanged: 0, removed: removed.orders });
  tally.add('tickets', { created: 0, updated: 0, unchanged: 0, removed: removed.tickets });
}

/** Marks orders that the store no longer has. Returns their number, and the tickets to remove last. */
async function removeVanishedOrders(
  tx: Transaction,
  { snapshot, configuration, event }: EventSync,
  { seen, asked, held }: Pick<EndedReading, 'seen' | 'asked'> & { readonly held: ReadonlySet<string> },
  journal: Journal,
  signal: AbortSignal,
): Promise<{ readonly orders: number; readonly ticketIds: readonly string[] }> {
  if (isNothing(asked)) return { orders: 0, ticketIds: [] };
  const found = await findVanished(tx, event.id, seen, asked);
  const vanished = { ...found, orders: found.orders.filter(({ id }) => !held.has(id)) };
  await removeVanishedNotes(tx, configuration.id, asked);
  const existing = await snapshot.existingOrders(
    vanished.orders.map((order) => order.wooOrderId),
    signal,
  );
  const left = vanished.orders.filter((order) => existing.has(order.wooOrderId)).map((order) => order.id);
  const gone = vanished.orders.filter((order) => !existing.has(order.wooOrderId)).map((order) => order.id);
  const orders =
    (await markRemoved(tx, 'orders', left, 'left_event', journal)) +
    (await markRemoved(tx, 'orders', gone, 'gone', journal));
  const ticketIds = [...vanished.tickets, ...seen.vanishedTickets].filter((id) => !held.has(id));
  return { orders, ticketIds };
}
