import type { z } from 'zod';
import {
  type ExportedRefund,
  REFUND_SORTS,
  streamRefunds,
} from '../backend/ticketing-queries/refund-list.ts';
import type { refundExportQuery } from '../contract/ticketing/exports.ts';
import { withAmounts } from '../kernel/money/amount-text.ts';
import type { Column } from './column.ts';
import { type Export, instantColumns, mapBatches, plainColumns, type ReaderView } from './export.ts';
import { refundFilter, sortOf } from './filters.ts';

const ofEvent = ({ timezone }: ExportedRefund): string => timezone;

const COLUMNS: readonly Column<ExportedRefund>[] = [
  ...plainColumns<ExportedRefund>('text', 'event_title order_number'),
  ...plainColumns<ExportedRefund>('number', 'woo_refund_id'),
  ...instantColumns('refunded_at', ofEvent),
  ...plainColumns<ExportedRefund>('amount', 'amount order_amount'),
  ...plainColumns<ExportedRefund>('text', 'currency reason timezone removed_reason'),
  ...instantColumns('removed_at created_at updated_at', ofEvent),
  ...plainColumns<ExportedRefund>('text', 'id order_id event_id'),
];

/** @throws invalid `http.invalid-request` */
export function refundExport(query: z.output<typeof refundExportQuery>, view: ReaderView): Export {
  const { event, ordering, ...filters } = query;
  const filter = refundFilter(filters, event);
  const sort = sortOf(REFUND_SORTS, ordering, 'refunded_at');
  return async function* refunds(tx, write, written) {
    const shown = (row: ExportedRefund): ExportedRefund =>
      view.row('refunds', withAmounts(row, ['amount', 'order_amount'], row.currency));
    const content = {
      columns: COLUMNS,
      items: mapBatches(streamRefunds(tx, filter, sort), shown),
      linesOf: (refund: ExportedRefund) => [refund],
      objectOf: (refund: ExportedRefund) => refund,
    };
    yield* write(content, written);
  };
}
