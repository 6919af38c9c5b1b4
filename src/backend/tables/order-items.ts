import { column, type RowOf, syncedTable } from './synced-table.ts';

export const ORDER_ITEMS = syncedTable('order_items', {
  order_id: column('uuid', 'backend', 'hidden'),
  ticket_tier_id: column('uuid', 'backend', 'nullable'),
  woo_item_id: column('bigint', 'store'),
  name: column('text', 'store'),
  quantity: column('integer', 'store'),
  refunded_quantity: column('integer', 'rules'),
  subtotal: column('money', 'rules'),
  discount: column('money', 'rules'),
  tax: column('money', 'rules'),
  total: column('money', 'rules'),
  refunded: column('money', 'rules'),
  unticketed_quantity: column('integer', 'rules'),
  unticketed_amount: column('money', 'rules'),
  attributes: column('jsonb', 'store', 'personal'),
});
export type OrderItemRow = RowOf<typeof ORDER_ITEMS>;
