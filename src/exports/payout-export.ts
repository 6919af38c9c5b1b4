import type { z } from 'zod';
import { withRefundedRounding } from '../backend/ticketing-queries/event-sales.ts';
import { type Payout, streamPayouts } from '../backend/ticketing-queries/payout-list.ts';
import type { payoutExportQuery } from '../contract/ticketing/exports.ts';
import { withAmounts } from '../kernel/money/amount-text.ts';
import type { Column } from './column.ts';
import { type Export, mapBatches, plainColumns } from './export.ts';

const AMOUNTS = [
  'total',
  'rounding',
  'refunded',
  'refunded_by_lines',
  'refunded_apportioned',
  'refunded_rounding',
  'net',
  'service_fee',
  'organizer_amount',
  'paid',
  'balance',
] as const;

const COLUMNS: readonly Column<Payout>[] = [
  ...plainColumns<Payout>('text', 'event_title organizer_name currency'),
  ...plainColumns<Payout>('number', 'orders quantity refunded_quantity'),
  ...plainColumns<Payout>('amount', AMOUNTS.join(' ')),
  ...plainColumns<Payout>('text', 'event_id organizer_id'),
];

/** What each event earned in each currency, what was paid of it, and what is still owed. No buyer is in it. */
export function payoutExport(query: z.output<typeof payoutExportQuery>): Export {
  const filter = { events: query.event ?? null, organizer: query.organizer ?? null };
  return async function* payouts(tx, write, written) {
    const shown = (row: Payout) => withAmounts(withRefundedRounding(row), AMOUNTS, row.currency);
    const content = {
      columns: COLUMNS,
      items: mapBatches(streamPayouts(tx, filter), shown),
      linesOf: (row: Payout) => [row],
      objectOf: (row: Payout) => row,
    };
    yield* write(content, written);
  };
}
