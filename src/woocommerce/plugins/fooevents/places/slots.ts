import type { TicketDetails } from '../../../../vocabulary/ticket-details.ts';
import type { Metas } from '../../../values/metas.ts';
import { type PhpValue, phpGet, phpText } from '../../../values/php-value.ts';
import type { RowNotes } from '../../../values/row-notes.ts';
import { readText } from '../../../values/store-text.ts';
import { readSiteDate } from '../../../values/times/site-dates.ts';
import { parseLocalTime } from '../../../values/times/store-time.ts';
import type { SlotContext } from '../../ticket-plugin.ts';
import { chosenClock } from '../event-times.ts';

export type SlotDetails = Pick<TicketDetails, 'slot' | 'slot_at' | 'slot_date'>;

const WRITTEN = 'WooCommerceEventsBookingDateMySQLFormat';
const SLOT = 'WooCommerceEventsBookingSlot';

/**
 * The slot of a ticket post. Its own texts have priority over those of the product, which may change after a
 * sale.
 */
export function slotOfTicket(metas: Metas, context: SlotContext, notes: RowNotes): SlotDetails {
  const text = (name: string): string | null => readText(metas.get(name), notes, name);
  return readSlot(
    {
      slotKey: metas.get('WooCommerceEventsBookingSlotID') ?? '',
      dateKey: metas.get('WooCommerceEventsBookingDateID') ?? '',
      shown: text(SLOT),
      label: null,
      date: text('WooCommerceEventsBookingDate'),
      written: metas.get(WRITTEN)?.trim() ?? '',
    },
    context,
    (written, shown) =>
      written === ''
        ? notes.add(SLOT, shown, 'slot_time_unknown')
        : notes.add(WRITTEN, written, 'slot_time_unknown'),
  );
}

/**
 * The slot that an attendee of the checkout's record chose. It is found by its id, so that it has the same text
 * as the later ticket.
 */
export function slotOfAttendee(
  attendee: PhpValue,
  context: SlotContext,
  notes: RowNotes,
  owner: string,
): SlotDetails {
  const options = phpGet(attendee, 'WooCommerceEventsBookingOptions');
  const field = (name: string): string => phpText(phpGet(options, name)) ?? '';
  return readSlot(
    {
      slotKey: field('slot'),
      dateKey: field('date'),
      shown: null,
      label: readText(field('slot_label')),
      date: readText(field('date_label')),
      written: '',
    },
    context,
    (_written, shown) => notes.add(`WooCommerceEventsBookingOptions${owner}`, shown, 'slot_time_unknown'),
  );
}

interface RawSlot {
  /** Ids of the bookings add-on; '' if there is none. */
  readonly slotKey: string;
  readonly dateKey: string;
  /** The slot as a ticket shows it, with its time in brackets. */
  readonly shown: string | null;
  /** The name of the slot alone. */
  readonly label: string | null;
  readonly date: string | null;
  /** The local time in MySQL's format; '' if there is none. */
  readonly written: string;
}

/**
 * A slot without a time of day has no moment. If the moment of any other slot cannot be read, its texts are
 * kept and a note is made: a ticket is never lost because of it.
 */
function readSlot(
  raw: RawSlot,
  { slots, timezone, dateFormat }: SlotContext,
  note: (written: string, shown: string | null) => void,
): SlotDetails {
  const offered = slots.find(({ key }) => key === raw.slotKey);
  const offeredDate = offered?.dates.find(({ key }) => key === raw.dateKey);
  const slot = raw.shown ?? offered?.text ?? raw.label ?? (raw.slotKey === '' ? null : raw.slotKey);
  const date = raw.date ?? offeredDate?.text ?? null;
  if (slot === null) return { slot: null, slot_at: null, slot_date: date };
  const shown = clockIn(slot);
  const clock = shown?.clock ?? offered?.clock ?? null;
  const written = writtenTime(raw.written);
  // The product may have got its time after the ticket was sold, so that time is used only if the ticket has
  // none of its own.
  const isWholeDay =
    shown === null && (written === null ? offered !== undefined && clock === null : isMidnight(written));
  const day = offeredDate?.day ?? (date === null ? null : readSiteDate(date, dateFormat));
  const local = written ?? (day === null || clock === null ? null : `${day} ${clock}`);
  const at = isWholeDay || local === null ? null : parseLocalTime(local, timezone);
  if (at === null && !isWholeDay) note(raw.written, [slot, date].filter((part) => part !== null).join(', '));
  return { slot, slot_at: at, slot_date: at === null ? date : null };
}

/** Null if there is none, or for the epoch, which the plugin writes for a date that it cannot read. */
function writtenTime(text: string): string | null {
  return /^(?!1970-01-01)\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?$/.test(text) ? text : null;
}

function isMidnight(written: string): boolean {
  return / 00:00(?::00)?$/.test(written);
}

/**
 * The time that the plugin puts in brackets after a slot's name; null if it puts none there. Its clock is null
 * if the hour is not certain, as with a translated form of a.m. and p.m.
 */
function clockIn(text: string): { readonly clock: string | null } | null {
  const match = /\((\d{1,2}):(\d\d)(?::\d\d)?([^()\d]*)\)\s*$/.exec(text);
  if (match === null) return null;
  const [, hour = '', minute = '', marker = ''] = match;
  const isKnown = /^\s*(?:[ap]\.?\s?m\.?)?\s*$/i.test(marker);
  return { clock: isKnown ? chosenClock(hour, minute, marker.trim()) : null };
}
