import type { NoteReason } from '../../../../../src/vocabulary/note-reasons.ts';

const reason: Readonly<Record<NoteReason, string>> = {
  amount_unreadable: 'Not an amount. It is not of this event, and is left out of what is weighed.',
  attendees_unreadable:
    'The record of attendees cannot be read, or not all of it. Each unit without an attendee has a pending ticket without a name.',
  currency_missing: 'The order names no currency. It is in the store’s currency.',
  currency_other_form: 'Written in another form. It is read by its letters.',
  days_unreadable:
    'Not a record of days as the multi-day add-on writes it. It is read as the add-on reads it.',
  order_id_unreadable: 'Not the number of an order. The ticket has none, and its own status counts.',
  quantity_unreadable: 'Not a whole number of units. The line is not of this event.',
  refund_amount_unreadable:
    'Not an amount, or a negative one. The refund gave back its total, or what its lines come to.',
  status_missing: 'The order has no status. It is pending.',
  text_too_long: 'Longer than anyone writes. It is left out.',
  time_other_form: 'Written in a form that WooCommerce never writes. It is read as importers mean it.',
  time_unreadable: 'Not a time, or one that may be several. It is left out.',
  total_differs: 'Lines, fees and shipping do not add up to the order’s total. All amounts stay as they are.',
  total_unreadable: 'Not an amount. The order costs what its parts come to.',
  utf8_in_latin1: 'UTF-8 in a column of latin1. It is read as the site shows it.',
  variation_unreadable:
    'It names no variation. The chosen attributes, or the lines of the order, say which one it is.',
};

/** What is odd in rows of the store that were read nevertheless. */
export const notes = {
  title: 'Notes',
  none: 'Nothing is odd',
  none_hint: 'What is odd in the store and was read nevertheless would stand here.',
  reason,
};
