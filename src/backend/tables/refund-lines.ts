import { column, type RowOf, syncedTable } from './synced-table.ts';

export const REFUND_LINES = syncedTable('refund_lines', {
  refund_id: column('uuid', 'backend'),
  order_item_id: column('uuid', 'backend'),
  woo_item_id: column('bigint', 'store'),
  quantity: column('integer', 'store'),
  amount: column('money', 'rules'),
  tax: column('money', 'rules'),
});
export type RefundLineRow = RowOf<typeof REFUND_LINES>;
