import { countEvent, countOrders } from '../backend/count-event.ts';
import type { Database } from '../backend/database.ts';
import { compareTouched, compareWhole } from './compare.ts';
import type { ProofRow, Verification } from './report.ts';
import type { Excluded, StorePage, StoreSnapshot } from './store-source.ts';

/** The orders of a page that has just been loaded, recounted by id on both sides. */
export async function proveTouched(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  page: StorePage,
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  // An order with a ticket that could not be read differs by that ticket; the whole proof leaves it out.
  const rejected = new Set(page.rejects.map((reject) => reject.wooOrderId ?? reject.wooId));
  const ids = page.orders.map((order) => order.wooOrderId).filter((id) => !rejected.has(id));
  if (ids.length === 0) return [];
  const [store, backend] = await Promise.all([
    snapshot.countOrders(ids, signal),
    countOrders(db, eventId, ids),
  ]);
  return compareTouched(store, backend);
}

/** The whole event, counted and summed apart on both sides; rejected rows are left out of both. */
export async function proveWhole(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  excluded: Excluded,
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  const [store, backend] = await Promise.all([
    snapshot.countWhole(excluded, signal),
    countEvent(db, eventId, excluded),
  ]);
  return compareWhole(store, backend);
}

export function verificationOf(proof: readonly ProofRow[], rejects: number): Verification {
  if (proof.some((row) => !row.equal)) return 'unverified';
  return rejects > 0 ? 'verified_with_rejects' : 'verified';
}
