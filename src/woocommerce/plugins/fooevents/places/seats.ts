import { AppError } from '../../../../kernel/errors.ts';
import type { TicketDetails } from '../../../../vocabulary/ticket-details.ts';
import type { Metas } from '../../../values/metas.ts';
import { type PhpValue, parsePhpValue, phpEntries, phpGet, phpText } from '../../../values/php-value.ts';
import type { RowNotes } from '../../../values/row-notes.ts';
import { readText } from '../../../values/store-text.ts';

export type SeatDetails = Pick<TicketDetails, 'seat_row' | 'seat_number'>;

const FIELDS = 'WooCommerceEventsSeatingFields';
const ROW = 'fooevents_seat_row_name_';
const NUMBER = 'fooevents_seat_number_';

/**
 * The seat of a ticket post, which has metas of its own for it. A ticket that was moved may still have those of
 * its old row; then the list of the seating add-on shows which ones count.
 */
export function seatOfTicket(metas: Metas, notes: RowNotes): SeatDetails {
  const own = [...metas].filter(([name]) => name.startsWith(ROW) || name.startsWith(NUMBER));
  const rows = new Set(own.map(([name]) => name.replace(ROW, '').replace(NUMBER, '')));
  const listed = rows.size === 1 ? [] : seatFields(parsed(metas.get(FIELDS)));
  return seatIn(listed.length > 0 ? listed : own, notes, '');
}

/** The seat that an attendee of the checkout's record chose. */
export function seatOfAttendee(attendee: PhpValue, notes: RowNotes, owner: string): SeatDetails {
  return seatIn(seatFields(phpGet(attendee, FIELDS)), notes, owner);
}

type SeatFields = readonly (readonly [name: string, value: string])[];

function seatIn(fields: SeatFields, notes: RowNotes, owner: string): SeatDetails {
  const last = (prefix: string): string | null => {
    const [name = '', value = ''] =
      fields.findLast(([key, text]) => key.startsWith(prefix) && text !== '') ?? [];
    return readText(value, notes, name + owner);
  };
  return { seat_row: last(ROW), seat_number: last(NUMBER) };
}

function seatFields(value: PhpValue): SeatFields {
  return phpEntries(value).map(([name, part]) => [name, phpText(part) ?? '']);
}

/** A text that cannot be read names no seat. */
function parsed(serialised: string | undefined): PhpValue {
  if (serialised === undefined || serialised === '') return null;
  try {
    return parsePhpValue(serialised);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}
