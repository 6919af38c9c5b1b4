import { DRAFT_STATUSES } from '../../ticketing/status.ts';
import type { Cell } from '../connect/store-connection.ts';
import { BLANKS, cellText } from '../values/cells.ts';

/**
 * The statements of the proof that differ between the two places where WooCommerce keeps orders. None is
 * shared with the reader.
 */
export interface OrderCountSql {
  /** id, status, currency of those that are orders and no drafts. */
  headers(orderIds: readonly number[]): string;
  /** Existing refunds of these orders, for `FROM (…) r`: refund_id, order_id. */
  refunds(orderIds: readonly number[]): string;
  /** Order id, refund id, what the refund says it gave back; NULL where that is no number. */
  refundAmounts(orderIds: readonly number[]): string;
  /**
   * Order id, status, 1 if the order has a time of payment or completion, attendees: of orders whose tickets the plugin
   * has not made.
   *
   * @param attendees makes the expression that counts them of the one that is the checkout's record
   */
  waiting(orderIds: readonly number[], attendees: (record: string) => string): string;
}

/** Constants of ours, so that they may be put into a statement. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');

/** What a refund says of its amount, else what it comes to as an order; a store that says neither means nothing. */
export function refundAmount(told: string, total: string): string {
  return `CASE WHEN ${isNumber(told)} AND CAST(${told} AS DECIMAL(26,8)) >= 0 THEN CAST(${told} AS DECIMAL(26,8))
      WHEN ${isNumber(total)} THEN -CAST(${total} AS DECIMAL(26,8))
      WHEN TRIM(COALESCE(${told}, '')) = '' AND TRIM(COALESCE(${total}, '')) = '' THEN CAST(0 AS DECIMAL(26,8)) END`;
}

/** MySQL takes any text for a number, up to the first sign that does not fit. */
export function isNumber(value: string): string {
  return `COALESCE(${value}, '') REGEXP '^${BLANKS}[-+]?([0-9]{1,18}([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]{1,2})?${BLANKS}$'`;
}

/** Does a meta name this id, perhaps as a spreadsheet writes it? */
export function namesId(value: string, id: number): string {
  return `(${value} LIKE '%${id}%' AND ${value} REGEXP '^${BLANKS}0*${id}([.]0*)?${BLANKS}$')`;
}

/** The same for any of these ids. */
export function namesOneOf(value: string, ids: readonly number[]): string {
  return `(${ids.map((id) => namesId(value, id)).join(' OR ')})`;
}

/** The id that a meta names; 0: it is none. */
export function idOf(value: string): string {
  return `IF(${value} REGEXP '^${BLANKS}[0-9]{1,15}([.]0*)?${BLANKS}$', CAST(${value} AS UNSIGNED), 0)`;
}

/** An order without a status is pending, as WooCommerce has it. */
export function statusIn(cell: Cell | undefined): string {
  return cellText(cell)?.trim() || 'pending';
}

/** A status without WooCommerce's prefix, in small letters. */
export function bare(column: string): string {
  const told = `LOWER(TRIM(${column}))`;
  return `IF(LEFT(${told}, 3) = 'wc-', SUBSTRING(${told}, 4), ${told})`;
}

/** The metas of an order in which WooCommerce has kept when it was paid or completed. */
export const MOMENTS = `'_date_paid', '_paid_date', '_date_completed', '_completed_date'`;

/** A moment may be written in any form; zeros alone, and words, are none. */
export function holdsTime(value: string): string {
  const told = `TRIM(COALESCE(${value}, ''))`;
  return `(${told} REGEXP '[1-9]' AND ${told} NOT LIKE '0000-00-00%')`;
}
