import { DRAFT_STATUSES } from '../../ticketing/status.ts';
import type { Cell } from '../connect/store-connection.ts';
import { BLANKS, cellText } from '../values/cells.ts';

/**
 * The statements of the proof that differ between WooCommerce's two kinds of order storage. The reader uses
 * none of them.
 */
export interface OrderCountSql {
  /** The id, status and currency of those ids that are orders and no drafts. */
  headers(orderIds: readonly number[]): string;
  /** Existing refunds of these orders, for `FROM (…) r`: refund_id, order_id. */
  refunds(orderIds: readonly number[]): string;
  /** The order's id, the refund's id, and the refund's amount; the amount is NULL if it is not a number. */
  refundAmounts(orderIds: readonly number[]): string;
  /**
   * The order's id, its status, 1 if it has a time of payment or completion, and the number of attendees, for
   * orders whose tickets the plugin has not created.
   *
   * @param attendees returns the expression that counts attendees, given that of the checkout's record
   */
  waiting(orderIds: readonly number[], attendees: (record: string) => string): string;
}

/** Our own constants, which are safe in a statement. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');

/** A refund's own amount, or else its total as an order; 0 if the store has neither. */
export function refundAmount(own: string, total: string): string {
  return `CASE WHEN ${isNumber(own)} AND CAST(${own} AS DECIMAL(26,8)) >= 0 THEN CAST(${own} AS DECIMAL(26,8))
      WHEN ${isNumber(total)} THEN -CAST(${total} AS DECIMAL(26,8))
      WHEN TRIM(COALESCE(${own}, '')) = '' AND TRIM(COALESCE(${total}, '')) = '' THEN CAST(0 AS DECIMAL(26,8)) END`;
}

/** MySQL casts any text to a number, up to the first character that does not fit. */
export function isNumber(value: string): string {
  return `COALESCE(${value}, '') REGEXP '^${BLANKS}[-+]?([0-9]{1,18}([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]{1,2})?${BLANKS}$'`;
}

/** An SQL condition: whether a meta has this id, also in the form of a spreadsheet. */
export function namesId(value: string, id: number): string {
  return `(${value} LIKE '%${id}%' AND ${value} REGEXP '^${BLANKS}0*${id}([.]0*)?${BLANKS}$')`;
}

/** The same condition for any of these ids. */
export function namesOneOf(value: string, ids: readonly number[]): string {
  return `(${ids.map((id) => namesId(value, id)).join(' OR ')})`;
}

/** The id that a meta names; 0 if its value is not an id. */
export function idOf(value: string): string {
  return `IF(${value} REGEXP '^${BLANKS}[0-9]{1,15}([.]0*)?${BLANKS}$', CAST(${value} AS UNSIGNED), 0)`;
}

/** An order without a status is pending, as in WooCommerce. */
export function statusIn(cell: Cell | undefined): string {
  return cellText(cell)?.trim() || 'pending';
}

/** A status without WooCommerce's prefix, in lower case. */
export function bare(column: string): string {
  const status = `LOWER(TRIM(${column}))`;
  return `IF(LEFT(${status}, 3) = 'wc-', SUBSTRING(${status}, 4), ${status})`;
}

/** The metas in which WooCommerce stores the times of payment and completion. */
export const MOMENTS = `'_date_paid', '_paid_date', '_date_completed', '_completed_date'`;

/** A time in any form counts; only zeros and words do not. */
export function holdsTime(value: string): string {
  const text = `TRIM(COALESCE(${value}, ''))`;
  return `(${text} REGEXP '[1-9]' AND ${text} NOT LIKE '0000-00-00%')`;
}
