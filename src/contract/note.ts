/**
 * Why a row of the store that was read has a note: something in it is odd, and this is what became of it. One
 * sentence each here, in both of the panel's dictionaries, and in docs/notes.md and docs/es/notes.md.
 */
export const NOTE_REASONS = [
  'amount_unreadable',
  'attendees_unreadable',
  'currency_missing',
  'currency_other_form',
  'quantity_unreadable',
  'refund_amount_unreadable',
  'status_missing',
  'text_too_long',
  'time_other_form',
  'time_unreadable',
  'total_differs',
  'total_unreadable',
] as const;

export type NoteReason = (typeof NOTE_REASONS)[number];

/** What a person reads where no dictionary is at hand: on the command line and in replies of the API. */
export const NOTE_SENTENCES: Readonly<Record<NoteReason, string>> = {
  amount_unreadable: 'This is not an amount. It is not of this event, and is left out of what is weighed.',
  attendees_unreadable:
    'The record of attendees cannot be read. Each unit that was bought has a pending ticket without a name.',
  currency_missing: 'The order names no currency. It is in the currency of the store.',
  currency_other_form: 'The currency is written in another form. It is read by its letters.',
  quantity_unreadable: 'This is not a whole number of units. The line is not of this event.',
  refund_amount_unreadable:
    'This is not an amount. The refund gave back its total, or what its lines come to.',
  status_missing: 'The order has no status. It is pending.',
  text_too_long: 'This text is longer than anyone writes. It is left out.',
  time_other_form: 'This time is written in another form. It is read as WooCommerce reads it.',
  time_unreadable: 'This is not a time. It is left out.',
  total_differs:
    'The lines, fees and shipping of the order do not add up to its total. All amounts stay as they are.',
  total_unreadable: 'This is not an amount. The order costs what its parts come to.',
};
