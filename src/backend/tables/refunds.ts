import { column, type RowOf, syncedTable } from './synced-table.ts';

export const REFUNDS = syncedTable('refunds', {
  order_id: column('uuid', 'backend'),
  woo_refund_id: column('bigint', 'store'),
  amount: column('money', 'rules'),
  order_amount: column('money', 'store'),
  reason: column('text', 'store', 'nullable', 'personal'),
  refunded_at: column('timestamptz', 'store', 'nullable'),
});
export type RefundRow = RowOf<typeof REFUNDS>;
