import { z } from 'zod';
import { ENTRY_SEQUENCES } from '../vocabulary/ticketing.ts';
import { followed, listQuery, pageOf } from './page.ts';
import { idShape, instantShape, textInput } from './scalars.ts';

const CONFLICT_KINDS = ['edited', 'admitted'] as const;
const CONFLICT_DECISIONS = ['keep-ours', 'take-theirs', 'acknowledge'] as const;
const CONFLICT_TABLES = ['events', 'ticket_tiers', 'tickets'] as const;

/** The row and the field of a conflict or an edit. */
const fieldPlace = {
  event: idShape,
  event_title: z.string(),
  table: z.enum(CONFLICT_TABLES),
  row_id: idShape,
  /** A readable name of the row: a ticket's number, a tier's name, an event's title. */
  label: z.string().nullable(),
  /** The order of a ticket, if it has one. */
  order: idShape.nullable(),
  field: z.string(),
};

/**
 * What happened to a ticket whose holder was checked in and that the store refunded or cancelled, in the order
 * of the times.
 */
const conflictEntryShape = z.object({
  /**
   * `before_entry`: the ticket was refunded or cancelled before its holder was checked in. `after_entry`: it
   * was valid at that time.
   */
  sequence: z.enum(ENTRY_SEQUENCES),
  /** When the ticket stopped being valid; null if that is not known. */
  revoked_at: instantShape.nullable(),
  /** False if `revoked_at` is only the latest possible time. */
  revoked_at_exact: z.boolean().nullable(),
  entered_at: instantShape.nullable(),
  entered_day: z.int().nullable(),
  /** The gate that checked the person in. */
  entered_through: z.enum(['woocommerce', 'local']).nullable(),
  /** The user at the local gate. */
  entered_by_name: z.string().nullable(),
});

/**
 * A difference that a person must decide or know about. Personal data are masked for readers who may not see
 * them.
 */
export const conflictShape = z.object({
  id: idShape,
  /**
   * `edited`: the field changed here and in the store. `admitted`: the holder was checked in although the
   * ticket was refunded or cancelled.
   */
  kind: z.enum(CONFLICT_KINDS),
  configuration: idShape,
  configuration_name: z.string(),
  /** The last execution that found the conflict. */
  execution: idShape,
  ...fieldPlace,
  order_number: z.string().nullable(),
  /** The attendee of a ticket. */
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  /** The zone of the event. */
  timezone: z.string(),
  /** The value that both sides had before. */
  base: z.unknown(),
  /** Our value; in an open conflict, the present one. */
  ours: z.unknown(),
  /** The store's value. */
  theirs: z.unknown(),
  /** What happened to a ticket that was checked in; null for an edited field. */
  entry: conflictEntryShape.nullable(),
  /** The decisions that are possible now. Each of them changes something. */
  decisions: z.array(z.enum(CONFLICT_DECISIONS)),
  state: z.enum(['open', 'settled']),
  /**
   * `agreed`: both sides now have the same value, or the ticket is valid again. `acknowledged`: a person wrote
   * a note.
   */
  settled_as: z.enum(['ours', 'theirs', 'agreed', 'acknowledged']).nullable(),
  settled_at: instantShape.nullable(),
  settled_by_name: z.string().nullable(),
  /** The person's note; null if there is none, or it was erased with the buyer. */
  note: z.string().nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Conflict = z.infer<typeof conflictShape>;
export const acknowledgeInput = z.object({
  /** A note about what happened and what was done. */
  note: textInput(1000),
});
export const conflictPageShape = pageOf(conflictShape);

export const conflictQuery = listQuery(
  {
    ...followed,
    configuration: idShape.optional(),
    execution: idShape.optional(),
    table: z.enum(CONFLICT_TABLES).optional(),
    kind: z.enum(CONFLICT_KINDS).optional(),
    /** The id of a ticket, tier or event. */
    row: idShape.optional(),
    /** Only conflicts about the tickets of this order. */
    order: idShape.optional(),
    /** By default `open`. */
    state: z.enum(['open', 'settled', 'all']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

/** A field that was changed here. The change stays until the store changes the field, too. */
export const localEditShape = z.object({
  configuration: idShape.nullable(),
  ...fieldPlace,
  ours: z.unknown(),
  theirs: z.unknown(),
  /** Its open conflict; null if the store did not change the field as well. */
  conflict: idShape.nullable(),
});
export type LocalEdit = z.infer<typeof localEditShape>;
export const localEditPageShape = pageOf(localEditShape);

export const localEditQuery = listQuery(
  {
    configuration: idShape.optional(),
    event: idShape.optional(),
    table: z.enum(CONFLICT_TABLES).optional(),
  },
  [],
).omit({ ordering: true, search: true });
