/**
 * Why a row of the store has a note although it was read: something in it is odd, and the note says how it was
 * read. Each reason has a sentence here, in both of the panel's dictionaries, and in docs/notes.md and
 * docs/es/notes.md.
 */
export const NOTE_REASONS = [
  'amount_unreadable',
  'attendees_unreadable',
  'currency_missing',
  'currency_other_form',
  'days_unreadable',
  'order_id_unreadable',
  'quantity_unreadable',
  'refund_amount_unreadable',
  'slot_time_unknown',
  'status_missing',
  'text_too_long',
  'time_other_form',
  'time_unreadable',
  'total_differs',
  'total_unreadable',
  'utf8_in_latin1',
  'variation_unreadable',
] as const;

export type NoteReason = (typeof NOTE_REASONS)[number];
