import type { Row } from '../../connect/store-connection.ts';
import { cellId } from '../../values/cells.ts';
import type { RawOrder, RawRefund } from '../raw-rows.ts';

/** The header of an order, and the few of its metas that are read. */
type RawOrderHead = Pick<RawOrder, 'header' | 'metas'>;
type RawRefundHead = Pick<RawRefund, 'header' | 'metas'>;

/**
 * The queries that differ between WooCommerce's two kinds of order storage. Lines, tickets, products and
 * check-ins are in the same tables for both.
 */
export interface OrderHeaderReader {
  /** The kind of order storage. */
  readonly table: 'orders' | 'posts';
  /** Which of these ids are orders, without drafts, refunds and other rows. */
  importable(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** Which of these ids are orders, including drafts. */
  existing(ids: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** The headers of these orders, ordered by id. */
  headers(ids: readonly number[], signal: AbortSignal): Promise<readonly RawOrderHead[]>;
  /** The refunds of these orders, by their own ids. */
  refundHeaders(orderIds: readonly number[], signal: AbortSignal): Promise<readonly RawRefundHead[]>;
  /** The checkout's records of attendees, as PHP wrote them. */
  records(ids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, string>>;
}

/**
 * Returns one row for each id. If a table with parts of orders lost its key, a join may return an order twice.
 */
export function firstRows(rows: readonly Row[]): readonly Row[] {
  const first = new Map<number, Row>();
  for (const row of rows) {
    const id = cellId(row[0]);
    if (!first.has(id)) first.set(id, row);
  }
  return [...first.values()];
}
