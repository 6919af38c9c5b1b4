import { column, type RowOf, syncedTable } from './synced-table.ts';

/** `capacity` is not among the columns: only people set it, and no sync reads or writes it. */
export const TICKET_TIERS = syncedTable('ticket_tiers', {
  event_id: column('uuid', 'backend'),
  name: column('text', 'store', 'edited'),
  woo_product_id: column('bigint', 'store'),
  woo_variation_id: column('bigint', 'store'),
  price: column('money', 'store', 'nullable', 'edited'),
  currency: column('text', 'store'),
  stock_left: column('integer', 'store', 'nullable'),
  form_id: column('uuid', 'backend', 'nullable'),
  store_values: column('jsonb', 'rules', 'hidden'),
});
export type TierRow = RowOf<typeof TICKET_TIERS>;
