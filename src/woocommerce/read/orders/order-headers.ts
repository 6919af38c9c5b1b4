import type { Row } from '../../connect/store-connection.ts';
import { cellId } from '../../values/cells.ts';
import type { RawOrder, RawRefund } from '../raw-rows.ts';

/** An order's header and the few of its metas that we read. */
type RawOrderHead = Pick<RawOrder, 'header' | 'metas'>;
type RawRefundHead = Pick<RawRefund, 'header' | 'metas'>;

/**
 * What differs between the two places where WooCommerce keeps orders. Lines, tickets, products and
 * check-ins lie in the same tables either way.
 */
export interface OrderHeaderReader {
  /** Where they are. */
  readonly table: 'orders' | 'posts';
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

/** One row an id: where a table of the order's parts lost its key, the order may be joined with a part twice. */
export function firstRows(rows: readonly Row[]): readonly Row[] {
  const first = new Map<number, Row>();
  for (const row of rows) {
    const id = cellId(row[0]);
    if (!first.has(id)) first.set(id, row);
  }
  return [...first.values()];
}
