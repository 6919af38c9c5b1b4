import { z } from 'zod';
import { NOTE_REASONS, type NoteReason } from '../vocabulary/note-reasons.ts';
import { followed, listQuery, pageOf } from './page.ts';
import { idShape, instantShape } from './scalars.ts';

/** The sentence for the command line, which has no dictionary. */
export const NOTE_SENTENCES: Readonly<Record<NoteReason, string>> = {
  amount_unreadable:
    'This is not an amount. The line belongs to another event, and is left out when money is apportioned.',
  attendees_unreadable:
    'The record of attendees cannot be read completely. Each unit without an attendee has a pending ticket without a name.',
  currency_missing: 'The order names no currency. It is in the currency of the store.',
  currency_other_form:
    'The currency is written in another form. Taquilla reads it without spaces and in capitals.',
  days_unreadable:
    'This is not a record of days in the format of the multi-day add-on. Taquilla reads it as the add-on does.',
  order_id_unreadable:
    'This is not the number of an order. The ticket counts as one without an order, and its own status decides.',
  quantity_unreadable: 'This is not a whole number of units. The line belongs to another event.',
  refund_amount_unreadable:
    'This is not an amount, or it is negative. The refund counts with its total or the sum of its lines.',
  slot_time_unknown: 'The time of this slot cannot be read. The ticket keeps the slot as a text.',
  status_missing: 'The order has no status. It is pending.',
  text_too_long: 'This text is longer than anything a person writes. It is left out.',
  time_other_form: 'This time has a format that WooCommerce never writes. Taquilla reads it as importers do.',
  time_unreadable: 'This is not a time, or is ambiguous. It is left out.',
  total_differs:
    'The lines, fees and shipping of the order do not add up to its total. All amounts stay as they are.',
  total_unreadable: 'This is not an amount. The sum of the readable parts counts as the order’s total.',
  utf8_in_latin1: 'This text is UTF-8 in a column of latin1. Taquilla reads it as the site shows it.',
  variation_unreadable:
    'This names no variation. The chosen attributes or the lines of the order decide which variation it is.',
};

const noteShape = z.object({
  id: idShape,
  configuration: idShape,
  /** The last execution that found it unchanged. Null if that execution has been removed. */
  execution: idShape.nullable(),
  kind: z.enum(['order', 'ticket']),
  woo_id: z.int(),
  woo_order_id: z.int().nullable(),
  /**
   * The number of the order that it is or belongs to, as the store shows it; null if the backend has no such
   * order.
   */
  order_number: z.string().nullable(),
  /** The place in the row, in the store's own names. */
  field: z.string(),
  /**
   * The text at that place, at most 200 characters. Null if it is missing, or for readers who may not see
   * personal data.
   */
  raw: z.string().nullable(),
  reason: z.enum(NOTE_REASONS),
  created_at: instantShape,
  updated_at: instantShape,
});
export const notePageShape = pageOf(noteShape);
export type Note = z.infer<typeof notePageShape>['results'][number];
export const noteQuery = listQuery(
  { ...followed, kind: z.enum(['order', 'ticket']).optional(), reason: z.enum(NOTE_REASONS).optional() },
  [],
).omit({ ordering: true, search: true });
