import { z } from 'zod';
import { anyText } from '../scalars.ts';

/** A field whose value differs from the store's because somebody changed it here. */
const fieldEditShape = z.object({
  field: z.string(),
  ours: z.unknown(),
  /** The store's value; null if the field is empty there. */
  store: z.unknown(),
});
export type FieldEdit = z.infer<typeof fieldEditShape>;

/** The part of a detail that shows the edits of its object. */
export const editStateShape = {
  /** The version that a change of this object must name. Null for readers who may not see the values. */
  version: z.string().nullable(),
  /**
   * The fields that people changed here and that differ from the store. The store's value is kept with ours.
   */
  edits: z.array(fieldEditShape),
};

/**
 * The body of a change: the version that the person saw, the fields to change, and the fields that take the
 * store's value again.
 *
 * @param onlyHere fields without a value in the store
 */
export function editInput<Fields extends z.ZodRawShape, OnlyHere extends keyof Fields = never>(
  fields: Fields,
  onlyHere: readonly OnlyHere[] = [],
) {
  type Synced = Exclude<keyof Fields & string, OnlyHere>;
  const without: ReadonlySet<PropertyKey> = new Set(onlyHere);
  const synced = Object.keys(fields).filter((name): name is Synced => !without.has(name));
  return z.strictObject({
    /**
     * The version that the object showed. If the object has changed since, nothing is written and the reply
     * lists the changed fields.
     */
    version: anyText().min(1).max(200),
    /** Fields that take the store's value again. */
    revert: z.array(z.enum(synced)).max(20).optional(),
    ...fields,
  });
}
