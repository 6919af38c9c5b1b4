import { queryRows, type Transaction } from '../database.ts';
import type { Journal } from './journal.ts';
import { markRemoved } from './mark-removed.ts';

/** Marks tiers of products that the event no longer has, and restores tiers of products that it has again. */
export async function settleTiers(
  tx: Transaction,
  eventId: string,
  wooProductIds: readonly number[],
  journal: Journal,
): Promise<void> {
  const left = await queryRows<{ id: string }>(
    tx,
    `select id from ticket_tiers
     where event_id = $1 and woo_product_id <> all($2::bigint[]) and removed_reason is null`,
    [eventId, wooProductIds],
  );
  await markRemoved(
    tx,
    'ticket_tiers',
    left.map(({ id }) => id),
    'left_event',
    journal,
  );
  const restored = await queryRows<{ id: string }>(
    tx,
    `update ticket_tiers set removed_at = null, removed_reason = null, updated_at = now()
     where event_id = $1 and woo_product_id = any($2::bigint[]) and removed_reason = 'left_event' returning id`,
    [eventId, wooProductIds],
  );
  for (const { id } of restored) {
    const fields = { removed_reason: ['left_event', null] } as const;
    journal.note({ table: 'ticket_tiers', rowId: id, operation: 'restored', fields });
  }
}
