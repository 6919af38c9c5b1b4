import type { NoteReason } from '../../../../../src/vocabulary/note-reasons.ts';

const reason: Readonly<Record<NoteReason, string>> = {
  amount_unreadable:
    'Not an amount. The line is not part of this event and is left out when amounts are shared.',
  attendees_unreadable:
    'The record of attendees cannot be read, or only in part. Each unit without an attendee has a pending ticket without a name.',
  currency_missing: 'The order names no currency. It is in the store’s currency.',
  currency_other_form: 'Written in an unusual form. Taquilla reads its letters.',
  days_unreadable:
    'Not the record of days that the multi-day add-on writes. Taquilla reads it as the add-on does.',
  order_id_unreadable: 'Not an order number. The ticket has no order, and its own status counts.',
  quantity_unreadable: 'Not a whole number. The line is not part of this event.',
  refund_amount_unreadable:
    'Not an amount, or a negative one. The refund counts with its total or the sum of its lines.',
  slot_time_unknown: 'The time of the slot cannot be read. The ticket keeps the slot as text.',
  status_missing: 'The order has no status. It counts as pending.',
  text_too_long: 'Too long to be plausible. It is left out.',
  time_other_form: 'Written in a form that WooCommerce never uses. Taquilla reads it as importers mean it.',
  time_unreadable: 'Not a time, or an ambiguous one. It is left out.',
  total_differs: 'Lines, fees and shipping do not add up to the order’s total. All amounts stay as they are.',
  total_unreadable: 'Not an amount. The order’s total is the sum of its parts.',
  utf8_in_latin1: 'UTF-8 text in a latin1 column. Taquilla reads it as the site shows it.',
  variation_unreadable:
    'It names no variation. The chosen attributes or the order’s lines decide which one it is.',
};

/** Odd values in rows of the store that were read nevertheless. */
export const notes = {
  title: 'Notes',
  none: 'No notes',
  none_hint: 'Unusual values that Taquilla read from the store nevertheless are listed here.',
  reason,
};
