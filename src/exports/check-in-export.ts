import type { z } from 'zod';
import { type ExportedCheckIn, streamCheckIns } from '../backend/ticketing-queries/check-in-list.ts';
import type { checkInExportQuery } from '../contract/ticketing/exports.ts';
import type { Column } from './column.ts';
import { type Export, instantColumns, mapBatches, plainColumns, type ReaderView } from './export.ts';
import { checkInFilter } from './filters.ts';

const ofEvent = ({ timezone }: ExportedCheckIn): string => timezone;

const COLUMNS: readonly Column<ExportedCheckIn>[] = [
  ...instantColumns('at', ofEvent),
  ...plainColumns<ExportedCheckIn>('text', 'event_name ticket_number ticket_tier_name first_name last_name'),
  ...plainColumns<ExportedCheckIn>('number', 'day'),
  ...plainColumns<ExportedCheckIn>('text', 'status origin made_by_name order_number timezone'),
  ...instantColumns('created_at', ofEvent),
  ...plainColumns<ExportedCheckIn>('text', 'id ticket_id event_id made_by'),
];

/**
 * Check-ins at both gates.
 *
 * @throws invalid `http.invalid-request`
 */
export function checkInExport(query: z.output<typeof checkInExportQuery>, view: ReaderView): Export {
  const filter = checkInFilter(query);
  return async function* checkIns(tx, write, written) {
    const shown = (row: ExportedCheckIn): ExportedCheckIn => view.row('tickets', row);
    const content = {
      columns: COLUMNS,
      items: mapBatches(streamCheckIns(tx, filter), shown),
      linesOf: (row: ExportedCheckIn) => [row],
      objectOf: (row: ExportedCheckIn) => row,
    };
    yield* write(content, written);
  };
}
