import { z } from 'zod';
import { listQuery, pageOf } from './page.ts';
import { idShape, instantShape } from './scalars.ts';

export const CONFLICT_KINDS = ['edited', 'admitted'] as const;
export const CONFLICT_TABLES = ['events', 'ticket_tiers', 'tickets'] as const;

/** Where a field stands. */
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

/** Something that a person has to decide. Personal data masked for those who may not see it. */
export const conflictShape = z.object({
  id: idShape,
  /** edited: changed here and in the store. admitted: let in, and the ticket taken back. */
  kind: z.enum(CONFLICT_KINDS),
  configuration: idShape,
  configuration_name: z.string(),
  /** The one that saw it last. */
  execution: idShape,
  ...fieldPlace,
  /** What both sides said before. */
  base: z.unknown(),
  /** What we say; of an open one, as it is now. */
  ours: z.unknown(),
  /** What the store says. */
  theirs: z.unknown(),
  state: z.enum(['open', 'settled']),
  /** agreed: both sides came to say the same. */
  settled_as: z.enum(['ours', 'theirs', 'agreed']).nullable(),
  settled_at: instantShape.nullable(),
  settled_by_name: z.string().nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Conflict = z.infer<typeof conflictShape>;
export const conflictPageShape = pageOf(conflictShape);

export const conflictQuery = listQuery(
  {
    configuration: idShape.optional(),
    execution: idShape.optional(),
    table: z.enum(CONFLICT_TABLES).optional(),
    kind: z.enum(CONFLICT_KINDS).optional(),
    /** open unless said. */
    state: z.enum(['open', 'settled', 'all']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

/** A field that was changed here. It stays so until the store changes it too. */
export const localEditShape = z.object({
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
