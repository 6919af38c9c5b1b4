import type { SyncProgress } from '../../vocabulary/sync-report.ts';
import { type Database, queryRows } from '../database.ts';

/**
 * Stores the progress of a running execution for people who watch it. This happens outside of the pages'
 * transactions.
 */
export async function saveProgress(db: Database, executionId: string, now: SyncProgress): Promise<void> {
  await queryRows(
    db,
    `insert into sync_progress
       (execution_id, phase, orders_read, orders_expected, tickets_read, tickets_expected)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (execution_id) do update set phase = excluded.phase, orders_read = excluded.orders_read,
       orders_expected = excluded.orders_expected, tickets_read = excluded.tickets_read,
       tickets_expected = excluded.tickets_expected, updated_at = now()`,
    [executionId, now.phase, now.ordersRead, now.ordersExpected, now.ticketsRead, now.ticketsExpected],
  );
}
