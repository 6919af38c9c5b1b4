import { z } from 'zod';
import { ENTRY_SEQUENCES } from '../vocabulary/ticketing.ts';
import { listQuery, pageOf } from './page.ts';
import { idShape, instantShape, textInput } from './scalars.ts';

const CONFLICT_KINDS = ['edited', 'admitted'] as const;
const CONFLICT_DECISIONS = ['keep-ours', 'take-theirs', 'acknowledge'] as const;
const CONFLICT_TABLES = ['events', 'ticket_tiers', 'tickets'] as const;

/** Where a field is. */
const fieldPlace = {
  event: idShape,
  event_title: z.string(),
  table: z.enum(CONFLICT_TABLES),
  row_id: idShape,
  /** What people call the row: a ticket's number, a tier's name, an event's title. */
  label: z.string().nullable(),
  /** Of a ticket that has one. */
  order: idShape.nullable(),
  field: z.string(),
};

/** What happened to a ticket whose holder was let in and that the store refunded or cancelled, by the times. */
const conflictEntryShape = z.object({
  /** before_entry: the gate let in somebody whose ticket was refunded or cancelled. after_entry: it was valid then. */
  sequence: z.enum(ENTRY_SEQUENCES),
  /** When the ticket stopped being valid; null: not known. */
  revoked_at: instantShape.nullable(),
  /** false: `revoked_at` is the latest possible time. */
  revoked_at_exact: z.boolean().nullable(),
  entered_at: instantShape.nullable(),
  entered_day: z.int().nullable(),
  /** Whose gate let the person in. */
  entered_through: z.enum(['woocommerce', 'local']).nullable(),
  /** The user of the local gate. */
  entered_by_name: z.string().nullable(),
});

/** Something that a person has to decide or to know. Personal data masked for those who may not see it. */
export const conflictShape = z.object({
  id: idShape,
  /** edited: changed here and in the store. admitted: let in with a ticket that was refunded or cancelled. */
  kind: z.enum(CONFLICT_KINDS),
  configuration: idShape,
  configuration_name: z.string(),
  /** The one that saw it last. */
  execution: idShape,
  ...fieldPlace,
  order_number: z.string().nullable(),
  /** The attendee of a ticket. */
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  /** Of the event. */
  timezone: z.string(),
  /** What both sides said before. */
  base: z.unknown(),
  /** What we say; of an open one, as it is now. */
  ours: z.unknown(),
  /** What the store says. */
  theirs: z.unknown(),
  /** Of an admitted ticket; null: a field that was edited. */
  entry: conflictEntryShape.nullable(),
  /** What a person may do about it now: each of these changes something. */
  decisions: z.array(z.enum(CONFLICT_DECISIONS)),
  state: z.enum(['open', 'settled']),
  /** agreed: both sides came to say the same, or the ticket is valid again. acknowledged: a person wrote a note. */
  settled_as: z.enum(['ours', 'theirs', 'agreed', 'acknowledged']).nullable(),
  settled_at: instantShape.nullable(),
  settled_by_name: z.string().nullable(),
  /** What the person wrote; null: nothing, or it was erased with the buyer. */
  note: z.string().nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Conflict = z.infer<typeof conflictShape>;
export const acknowledgeInput = z.object({
  /** What happened and what was done about it. */
  note: textInput(1000),
});
export const conflictPageShape = pageOf(conflictShape);

export const conflictQuery = listQuery(
  {
    configuration: idShape.optional(),
    execution: idShape.optional(),
    table: z.enum(CONFLICT_TABLES).optional(),
    kind: z.enum(CONFLICT_KINDS).optional(),
    /** A ticket, tier or event. */
    row: idShape.optional(),
    /** Of the tickets of this order. */
    order: idShape.optional(),
    /** open unless said. */
    state: z.enum(['open', 'settled', 'all']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

/** A field that was changed here. It stays so until the store changes it too. */
const localEditShape = z.object({
  configuration: idShape.nullable(),
  ...fieldPlace,
  ours: z.unknown(),
  theirs: z.unknown(),
  /** The open conflict about it; null: the store did not change it too. */
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
