import type { Database } from '../../backend/database.ts';
import type { StoreSnapshot } from '../../source/source.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import type { ContinuedReading } from '../plan/plan-rest.ts';
import { proveTouched } from './prove.ts';

const MOST_ORDERS = 500;

/**
 * Orders of the last pages that an earlier attempt committed: it was stopped before they were compared with the
 * store, and nothing has changed in them since.
 */
export async function compareSkipped(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  { from: { comparedTo }, split: { skippedRows } }: ContinuedReading,
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  const after = comparedTo === null ? 0 : comparedTo.phase === 'orders' ? comparedTo.id : null;
  if (after === null) return [];
  const left = skippedRows.orderIds.filter((id) => id > after);
  const differences: ProofRow[] = [];
  for (let at = 0; at < left.length; at += MOST_ORDERS) {
    const touched = { wooOrderIds: left.slice(at, at + MOST_ORDERS), wooTicketIds: [] };
    differences.push(...(await proveTouched(db, snapshot, eventId, touched, 'all', signal)));
  }
  return differences;
}
