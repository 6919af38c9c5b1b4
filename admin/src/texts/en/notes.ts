import type { NoteReason } from '../../../../src/contract/note.ts';

const reason: Readonly<Record<NoteReason, string>> = {
  amount_unreadable: 'Not an amount. It is not of this event, and is left out of what is weighed.',
  attendees_unreadable:
    'The record of attendees cannot be read. Each unit bought has a pending ticket without a name.',
  currency_missing: 'The order names no currency. It is in the store’s currency.',
  currency_other_form: 'Written in another form. It is read by its letters.',
  quantity_unreadable: 'Not a whole number of units. The line is not of this event.',
  refund_amount_unreadable: 'Not an amount. The refund gave back its total, or what its lines come to.',
  status_missing: 'The order has no status. It is pending.',
  text_too_long: 'Longer than anyone writes. It is left out.',
  time_other_form: 'Written in another form. It is read as WooCommerce reads it.',
  time_unreadable: 'Not a time. It is left out.',
  total_differs: 'Lines, fees and shipping do not add up to the order’s total. All amounts stay as they are.',
  total_unreadable: 'Not an amount. The order costs what its parts come to.',
};

/** What is odd in rows of the store that were read nevertheless. */
export const notes = { reason };
