import { z } from 'zod';
import { anyText } from '../scalars.ts';

/** A field that says something else than the store does, because somebody changed it here. */
const fieldEditShape = z.object({
  field: z.string(),
  ours: z.unknown(),
  /** What the store says; null: the field is empty there. */
  store: z.unknown(),
});
export type FieldEdit = z.infer<typeof fieldEditShape>;

/** What a detail shows of the edits of its object. */
export const editStateShape = {
  /** What a change of this object has to name; null for those who may not see what it says. */
  version: z.string().nullable(),
  /** The fields that people changed here and that differ from the store, whose value is kept beside ours. */
  edits: z.array(fieldEditShape),
};

/**
 * The body of a change: the version that was seen, the fields to change, and those that say what the store says again.
 *
 * @param synced the fields that have a value of the store
 */
export function editInput<Fields extends z.ZodRawShape, Name extends string>(
  fields: Fields,
  synced: readonly [Name, ...Name[]],
) {
  return z.strictObject({
    /** As the object showed it. Where it changed since, nothing is written and the reply says what changed. */
    version: anyText().min(1).max(200),
    /** Fields that take the store's value again. */
    revert: z.array(z.enum(synced)).max(20).optional(),
    ...fields,
  });
}
