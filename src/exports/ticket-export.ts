import type { z } from 'zod';
import { shownAmounts } from '../backend/queries/shown-columns.ts';
import { TICKETS } from '../backend/tables/tickets.ts';
import {
  answerLabels,
  type ExportedTicket,
  streamTickets,
  TICKET_SORTS,
} from '../backend/ticketing-queries/ticket-list.ts';
import type { ticketExportQuery } from '../contract/ticketing/exports.ts';
import { withAmounts } from '../kernel/money/amount-text.ts';
import type { Column } from './column.ts';
import {
  type Export,
  instantColumns,
  madeColumn,
  mapBatches,
  plainColumns,
  type ReaderView,
} from './export.ts';
import { sortOf, ticketFilter } from './filters.ts';

const AMOUNTS = shownAmounts(TICKETS);
const ofEvent = ({ timezone }: ExportedTicket): string => timezone;

const BEFORE_ANSWERS: readonly Column<ExportedTicket>[] = [
  ...plainColumns<ExportedTicket>('text', 'event_name ticket_number display_number'),
  ...plainColumns<ExportedTicket>('number', 'sequence_number'),
  ...plainColumns<ExportedTicket>('text', 'status check_in_status'),
  ...instantColumns('checked_in_at', ofEvent),
  madeColumn('day_status', ({ day_status }) => checkedInDays(day_status)),
  ...plainColumns<ExportedTicket>(
    'text',
    'ticket_tier_name first_name last_name email phone company designation',
  ),
];
const AFTER_ANSWERS: readonly Column<ExportedTicket>[] = [
  ...plainColumns<ExportedTicket>('text', 'slot slot_date'),
  ...instantColumns<ExportedTicket>('slot_at', ({ slot_timezone }) => slot_timezone),
  ...plainColumns<ExportedTicket>('text', 'seat_row seat_number'),
  ...plainColumns<ExportedTicket>('amount', 'price service_fee organizer_amount'),
  ...plainColumns<ExportedTicket>(
    'text',
    'currency order_number origin source_status source_post_status create_type',
  ),
  ...plainColumns<ExportedTicket>('number', 'num_days'),
  ...plainColumns<ExportedTicket>('text', 'timezone slot_timezone removed_reason'),
  ...instantColumns('removed_at created_at updated_at', ofEvent),
  ...plainColumns<ExportedTicket>('number', 'woo_ticket_id woo_order_id woo_product_id woo_variation_id'),
  ...plainColumns<ExportedTicket>('text', 'id event_id order_id order_item_id ticket_tier_id'),
];

/**
 * Tickets with the answers of their attendees. Each label of a form has one column, also if several forms have it.
 *
 * @throws invalid `http.invalid-request`
 */
export function ticketExport(query: z.output<typeof ticketExportQuery>, view: ReaderView): Export {
  const { event, ordering, ...filters } = query;
  const filter = ticketFilter(filters, event, view.seesPersonalData);
  const sort = sortOf(TICKET_SORTS, ordering, 'created_at');
  return async function* tickets(tx, write, written) {
    const labels = await answerLabels(tx, filter);
    const shown = (row: ExportedTicket): ExportedTicket =>
      view.row('tickets', withAmounts(row, AMOUNTS, row.currency));
    const content = {
      columns: [...BEFORE_ANSWERS, ...labels.map(answerColumn), ...AFTER_ANSWERS],
      items: mapBatches(streamTickets(tx, filter, sort), shown),
      linesOf: (ticket: ExportedTicket) => [ticket],
      objectOf: (ticket: ExportedTicket) => ticket,
    };
    yield* write(content, written);
  };
}

/** Several questions of one form may have the same label. */
function answerColumn(label: string): Column<ExportedTicket> {
  const read = ({ form_data }: ExportedTicket): string | null => {
    const answers = form_data.filter((answer) => (answer.label ?? answer.key) === label);
    return answers.length === 0 ? null : answers.map(({ value }) => value).join(' / ');
  };
  return { kind: 'text', name: label, heading: { en: label, es: label }, read };
}

function checkedInDays(days: ExportedTicket['day_status']): string | null {
  const checkedIn = Object.keys(days).filter((day) => days[day] === 'checked_in');
  return checkedIn.length === 0 ? null : checkedIn.toSorted((a, b) => Number(a) - Number(b)).join(', ');
}
