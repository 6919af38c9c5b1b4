import { column, type RowOf, syncedTable } from './synced-table.ts';

export const FORMS = syncedTable('forms', {
  event_id: column('uuid', 'backend', 'hidden'),
  woo_product_id: column('bigint', 'store', 'hidden'),
  name: column('text', 'store', 'hidden'),
});

export const FORM_FIELDS = syncedTable('form_fields', {
  form_id: column('uuid', 'backend', 'hidden'),
  key: column('text', 'store', 'hidden'),
  label: column('text', 'store', 'hidden'),
  type: column('text', 'store', 'hidden'),
  required: column('boolean', 'store', 'hidden'),
  options: column('jsonb', 'store', 'hidden'),
  position: column('integer', 'store', 'hidden'),
});
export type FormFieldRow = RowOf<typeof FORM_FIELDS>;
