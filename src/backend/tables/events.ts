import { column, type RowOf, syncedTable } from './synced-table.ts';

export const EVENTS = syncedTable('events', {
  organizer_id: column('uuid', 'configuration'),
  configuration_id: column('uuid', 'configuration'),
  title: column('text', 'configuration', 'edited'),
  slug: column('text', 'backend'),
  description: column('text', 'store', 'nullable', 'edited'),
  status: column('text', 'rules'),
  starts_at: column('timestamptz', 'store', 'nullable', 'edited'),
  ends_at: column('timestamptz', 'store', 'nullable', 'edited'),
  timezone: column('text', 'store', 'edited'),
  num_days: column('integer', 'store'),
  product_days: column('jsonb', 'store', 'hidden', 'digested when set'),
  product_zones: column('jsonb', 'store', 'hidden', 'digested when set'),
  venue: column('text', 'store', 'nullable', 'edited'),
  woo_product_id: column('bigint', 'store'),
  woo_variation_id: column('bigint', 'store', 'nullable'),
  store_url: column('text', 'configuration'),
  store_values: column('jsonb', 'rules', 'hidden'),
});
export type EventRow = RowOf<typeof EVENTS>;
