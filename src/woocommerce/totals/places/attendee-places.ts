import type { CountScope } from '../scope.ts';
import type { Part } from '../serialised-text.ts';
import type { ProductSlots } from './product-slots.ts';
import { plain, whenChosen } from './slot-times.ts';
import { type Seat, seatIn, textsOf } from './ticket-places.ts';

/** The choice of an attendee whose ticket was not made yet. */
export interface AttendeePlace {
  /** null: none. */
  readonly slot: { readonly slot: string; readonly when: string | null } | null;
  readonly seat: Seat | null;
}

/**
 * The slot and the seat of an attendee in the checkout's record.
 *
 * @param product undefined if the attendee names no product that is counted
 */
export function placeOfAttendee(
  attendee: ReadonlyMap<string, Part>,
  product: ProductSlots | undefined,
  { plugin, siteTimezone, dateFormat }: CountScope,
): AttendeePlace {
  const names = plugin.attendee;
  const chosen = new Map(names.slot === null ? [] : textsOf(attendee.get(names.slot.list)));
  const field = (name: 'key' | 'label' | 'day' | 'date'): string =>
    names.slot === null ? '' : (chosen.get(names.slot[name]) ?? '');
  const offered = product?.offered.get(field('key'));
  const shown = plain(offered?.text ?? (field('label') || field('key')));
  const slot = {
    shown,
    date: field('date'),
    offeredDate: offered?.dates.get(field('day')) ?? '',
    timezone: product?.timezone ?? siteTimezone,
    isWholeDay: offered?.isWholeDay ?? false,
  };
  const seat =
    plugin.seat === null || names.seat === null
      ? { row: '', number: '' }
      : seatIn(textsOf(attendee.get(names.seat)), plugin.seat);
  return {
    slot: shown === '' ? null : { slot: shown, when: whenChosen(slot, dateFormat) },
    seat: seat.row === '' && seat.number === '' ? null : seat,
  };
}
