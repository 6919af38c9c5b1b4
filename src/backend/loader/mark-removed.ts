import type { Transaction } from '../database.ts';
import type { RemovedReason } from '../tables/synced-table.ts';
import type { Journal } from './journal.ts';

type Table =
  | 'orders'
  | 'order_items'
  | 'refunds'
  | 'refund_lines'
  | 'tickets'
  | 'ticket_tiers'
  | 'form_fields';

/**
 * Marks rows that no longer exist in the store; their values stay as they were. If the store deletes a row that
 * was in its trash, the reason changes.
 *
 * @returns how many of them were not removed before
 */
export async function markRemoved(
  tx: Transaction,
  table: Table,
  ids: readonly string[],
  reason: RemovedReason,
  journal: Journal,
): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await tx.query<{ id: string; before: RemovedReason | null }>(
    `with marked as (
       select id, removed_reason as before from ${table}
       where id = any($1::uuid[]) and removed_reason is distinct from $2
     )
     update ${table} t
     set removed_at = coalesce(t.removed_at, now()), removed_reason = $2, updated_at = now()
     from marked where marked.id = t.id
     returning t.id, marked.before`,
    [ids, reason],
  );
  for (const { id, before } of result.rows) {
    journal.note({ table, rowId: id, operation: 'removed', fields: { removed_reason: [before, reason] } });
  }
  return result.rows.filter((row) => row.before === null).length;
}

/** How many of these tickets are not removed: this many would be removed by marking them as gone. */
export async function countPresentTickets(tx: Transaction, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::integer as count from tickets where id = any($1::uuid[]) and removed_reason is null',
    [ids],
  );
  return rows[0]?.count ?? 0;
}
