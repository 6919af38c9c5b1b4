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
   * Order id, status, 1 if it was ever paid, attendees: of orders whose tickets the plugin has not made.
   *
   * @param attendees makes the expression that counts them of the one that is the checkout's record
   */
  waiting(orderIds: readonly number[], attendees: (record: string) => string): string;
}

/** Constants of ours, so that they may stand in a statement. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');

/** A status without WooCommerce's prefix. */
export function bare(column: string): string {
  return `IF(LEFT(${column}, 3) = 'wc-', SUBSTRING(${column}, 4), ${column})`;
}
