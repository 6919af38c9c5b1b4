import { DRAFT_STATUSES } from '../../ticketing/status.ts';
import type { RawOrder, RawRefund } from './raw-rows.ts';

/** An order's header and the few of its metas that we read. */
type RawOrderHead = Pick<RawOrder, 'header' | 'metas'>;
type RawRefundHead = Pick<RawRefund, 'header' | 'metas'>;

/**
 * What differs between the two places where WooCommerce keeps orders. Lines, tickets, products and
 * check-ins lie in the same tables either way.
 */
export interface OrderHeaderReader {
  /** Which of these ids are orders (no drafts, no refunds, nothing else that has an id). */
  importable(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** Which of these ids are orders at all, drafts included. */
  existing(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** By id. */
  headers(ids: readonly number[], signal: AbortSignal): Promise<readonly RawOrderHead[]>;
  /** The refunds of these orders, by their own ids. */
  refundHeaders(orderIds: readonly number[], signal: AbortSignal): Promise<readonly RawRefundHead[]>;
  /** The checkout's records of attendees, as PHP wrote them. */
  records(ids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, string>>;
}

/** Constants of ours, so that they may stand in a statement. Drafts are stored with and without prefix. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');

/** The meta in which the ticket plugin keeps what the checkout said of the attendees. */
export const RECORD = 'WooCommerceEventsOrderTickets';
/** `yes` once the plugin has made the order's tickets. */
export const GENERATED = 'WooCommerceEventsTicketsGenerated';
