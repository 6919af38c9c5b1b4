import type { Database } from '../../backend/database.ts';
import { countEvent, countOrders } from '../../backend/loader/count-event.ts';
import type { StoreFacts } from '../../backend/readings/checkpoint-records.ts';
import { foldEvent } from '../../backend/sums/fold-sums.ts';
import { markDifferingSums } from '../../backend/sums/prove-sums.ts';
import type { FoundRows, Place, StorePage } from '../../source/source.ts';
import type { Excluded } from '../../source/totals.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreOrder } from '../../ticketing/model/store-order.ts';
import type { ProofRow, Verification } from '../../vocabulary/sync-report.ts';
import type { EventSync } from '../model/event-sync.ts';
import { compareTouched, compareWhole } from './compare.ts';

/** How many orders are counted again at a time. */
const MOST_ORDERS = 500;

/** Orders that were just read, and the tickets with which they were read. */
export interface Touched {
  readonly wooOrderIds: readonly number[];
  readonly wooTicketIds: readonly number[];
}

/** The orders of a page that may be counted again: all except those with a row that could not be read. */
export function provableOrders(page: StorePage): readonly StoreOrder[] {
  // An order with an unreadable ticket differs by that ticket, and the whole proof leaves the order out.
  const rejected = new Set(page.rejects.map((reject) => reject.wooOrderId ?? reject.wooId));
  return page.orders.filter((order) => !rejected.has(order.wooOrderId));
}

export function touchedBy(orders: readonly StoreOrder[]): Touched {
  return {
    wooOrderIds: orders.map((order) => order.wooOrderId),
    wooTicketIds: orders.flatMap((order) => order.tickets.map((ticket) => ticket.wooTicketId)),
  };
}

/**
 * Counts orders that have just been loaded again, by id on both sides.
 *
 * @param tickets the tickets that were read, or all that the store has for these orders: the latter is faster
 *   if a whole proof counts them all anyway
 */
export async function proveTouched(
  { db, snapshot, event }: EventSync,
  { wooOrderIds, wooTicketIds }: Touched,
  tickets: 'read' | 'all',
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  if (wooOrderIds.length === 0) return [];
  const [store, backend] = await Promise.all([
    snapshot.countOrders(wooOrderIds, tickets === 'read' ? wooTicketIds : null, signal),
    countOrders(db, event.id, wooOrderIds),
  ]);
  return compareTouched(store, backend);
}

/**
 * Proves the orders of the last pages that an earlier attempt committed. That attempt was stopped before it
 * compared them with the store, and they have not changed since.
 */
export async function proveSkipped(
  sync: EventSync,
  comparedTo: Place | null,
  skipped: FoundRows,
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  const after = comparedTo === null ? 0 : comparedTo.phase === 'orders' ? comparedTo.id : null;
  if (after === null) return [];
  const rest = skipped.orderIds.filter((id) => id > after);
  const differences: ProofRow[] = [];
  for (let at = 0; at < rest.length; at += MOST_ORDERS) {
    const touched = { wooOrderIds: rest.slice(at, at + MOST_ORDERS), wooTicketIds: [] };
    differences.push(...(await proveTouched(sync, touched, 'all', signal)));
  }
  return differences;
}

/** Counts and sums the whole event separately on both sides. Both leave out rejected rows. */
export async function proveWhole(
  db: Database,
  eventId: string,
  { excluded, counted }: StoreFacts,
  { statusMapping }: Pick<EventRules, 'statusMapping'>,
): Promise<readonly ProofRow[]> {
  const backend = await countEvent(db, eventId, excluded, counted.unplacedOrderIds);
  return compareWhole(counted, backend, statusMapping);
}

/**
 * Proves the sums that the event's page and the API show, and repairs them. A difference is a fault of Taquilla, or
 * somebody changed the sums by hand: the log says so. What was synced is right nevertheless.
 */
export async function proveSums({ db, event, note }: EventSync, signal: AbortSignal): Promise<void> {
  const differing = await markDifferingSums(db, event.id);
  if (Object.keys(differing).length === 0) return;
  await foldEvent(db, event.id, signal);
  await note('error', 'the sums of the event differed from its rows and were repaired', differing);
}

/** true if no other rows were left out of the count, and no version that counted without seats made it. */
export function isStillCounted({ excluded, counted }: StoreFacts, now: Excluded): boolean {
  const text = ({ wooOrderIds, wooTicketIds }: Excluded): string =>
    JSON.stringify([wooOrderIds, wooTicketIds].map((ids) => ids.toSorted((a, b) => a - b)));
  return 'seatRows' in counted && text(excluded) === text(now);
}

export function verificationOf(proof: readonly ProofRow[], rejects: number): Verification {
  if (proof.some((row) => !row.equal)) return 'unverified';
  return rejects > 0 ? 'verified_with_rejects' : 'verified';
}
