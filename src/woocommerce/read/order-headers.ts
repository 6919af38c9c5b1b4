import type { Metas } from './metas.ts';
import type { RawHeader, RawRefundHeader } from './raw-rows.ts';

/**
 * What differs between the two places where WooCommerce keeps orders. Lines, tickets, products and
 * check-ins lie in the same tables either way.
 */
export interface OrderHeaderReader {
  /** Which of these ids are orders (no drafts, no refunds, nothing else that has an id). */
  importable(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** Which of these ids are orders at all, drafts included. */
  existing(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  headers(ids: readonly number[], signal: AbortSignal): Promise<readonly RawHeader[]>;
  refundHeaders(orderIds: readonly number[], signal: AbortSignal): Promise<readonly RawRefundHeader[]>;
  /** The few metas that we read, of orders and refunds alike. */
  metas(ids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, Metas>>;
  /** The checkout's records of attendees, as PHP wrote them. */
  records(ids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, string>>;
}
