import { DRAFT_STATUSES } from '../../ticketing/status.ts';

/**
 * The statements of the proof that differ between the two places where WooCommerce keeps orders. None is
 * shared with the reader.
 */
export interface OrderCountSql {
  /** id, status, currency of those that are orders and no drafts. */
  headers(orderIds: readonly number[]): string;
  /** Existing refunds of these orders, for `FROM (…) r`: refund_id, order_id. */
  refunds(orderIds: readonly number[]): string;
  /** Order id, Σ of what all its refunds say they gave back. */
  refundAmounts(orderIds: readonly number[]): string;
  /**
   * Order id, status, 1 if a time of payment or completion is noted, attendees: of orders whose tickets the plugin has not made.
   *
   * @param attendees an expression over the checkout's record, which it calls `t.meta_value`
   */
  waiting(orderIds: readonly number[], attendees: string): string;
}

/** Constants of ours, so that they may stand in a statement. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');

/** A status without WooCommerce's prefix. */
export function bare(column: string): string {
  return `IF(LEFT(${column}, 3) = 'wc-', SUBSTRING(${column}, 4), ${column})`;
}

/** The metas of an order in which WooCommerce has kept when it was paid or completed. */
export const MOMENTS = `'_date_paid', '_paid_date', '_date_completed', '_completed_date'`;

/** A moment is kept as Unix seconds, by old versions as a date; each of them has its own way to say none. */
export function holdsTime(value: string): string {
  return `(COALESCE(${value}, '') NOT IN ('', '0') AND COALESCE(${value}, '') NOT LIKE '0000-00-00%')`;
}
