import { AppError } from '../../kernel/errors.ts';
import type { CheckInStatus, StoreCheckIn, StoreTicket } from '../../ticketing/store-order.ts';
import { metaId } from '../read/cells.ts';
import type { RawCheckIn } from '../read/check-ins.ts';
import type { RawTicket } from '../read/raw-rows.ts';
import { readDayStates } from '../tickets/day-states.ts';
import { readAttendee, readPurchaser } from '../tickets/fooevents.ts';
import { type AnswerLabels, readAnswers } from './attendee-form.ts';
import type { RowNotes } from './row-notes.ts';
import { readText } from './store-text.ts';
import type { ShiftedClock } from './store-time.ts';

/** What all tickets of one event have in common. */
export interface TicketContext {
  readonly numDays: number;
  readonly labels: AnswerLabels;
  /** The plugin's log is shifted by the site's zone. */
  readonly logClock: ShiftedClock;
}

const LOGGED: ReadonlyMap<string, CheckInStatus> = new Map([
  ['Checked In', 'checked_in'],
  ['Not Checked In', 'not_checked_in'],
  ['Canceled', 'cancelled'],
]);

/**
 * A ticket post as the plugin keeps it, in our words.
 *
 * @throws rejected `ticket.malformed-id`, `ticket.broken-day-status`
 */
export function readTicket(
  raw: RawTicket,
  checkIns: readonly RawCheckIn[],
  context: TicketContext,
  notes: RowNotes,
): StoreTicket {
  const meta = (name: string): string | null => raw.metas.get(name) ?? null;
  const text = (name: string): string | null => readText(meta(name), notes, name);
  const orderId = idOrNone(meta('WooCommerceEventsOrderID'), 'order');
  const status = text('WooCommerceEventsStatus');
  const sequence = meta('WooCommerceEventsTicketNumber') ?? '';
  return {
    wooTicketId: raw.id,
    wooOrderId: orderId === 0 ? null : orderId,
    productId: idOrNone(meta('WooCommerceEventsProductID'), 'product'),
    variationId: idOrNone(meta('WooCommerceEventsVariationID'), 'variation'),
    sourcePostStatus: raw.postStatus,
    sourceStatus: status,
    createType: text('WooCommerceEventsCreateType'),
    ticketNumber: text('WooCommerceEventsTicketID'),
    // A whole number that fits; whatever else the plugin was told to print stays in the display number.
    sequenceNumber: /^\d{1,9}$/.test(sequence) ? Number(sequence) : null,
    displayNumber: text('WooCommerceEventsTicketNumberFormatted'),
    attendee: readAttendee(meta, notes),
    formData: readAnswers(raw.metas, context.labels, notes),
    purchaser: readPurchaser(raw.metas, notes),
    days: readDayStates(status, meta('WooCommerceEventsMultidayStatus'), context.numDays),
    checkIns: checkIns.flatMap((row) => readCheckIn(row, context.logClock) ?? []),
  };
}

/** null: a row without a time, or of a status that is no check-in. The log tells times only, so it may go. */
function readCheckIn(row: RawCheckIn, logClock: ShiftedClock): StoreCheckIn | null {
  const status = LOGGED.get(row.status);
  const atUtc = logClock(row.shiftedEpochSeconds);
  if (status === undefined || atUtc === null) return null;
  return { wooCheckInId: row.id, day: Math.max(1, row.day), status, atUtc };
}

function idOrNone(text: string | null, of: string): number {
  if (text === null || text.trim() === '') return 0;
  const id = metaId(text);
  if (id > 0 || /^\s*0+\s*$/.test(text)) return id;
  throw new AppError({
    kind: 'rejected',
    code: 'ticket.malformed-id',
    message: `A ticket's ${of} is not an id.`,
    details: { value: text.slice(0, 100) },
  });
}
