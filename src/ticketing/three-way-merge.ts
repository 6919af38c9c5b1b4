import { isDeepStrictEqual } from 'node:util';

/**
 * A field that both sides changed in different ways since the last sync. Our value stays until a person
 * decides.
 */
interface FieldConflict<Value> {
  readonly field: string;
  readonly base: Value | undefined;
  readonly ours: Value | undefined;
  readonly theirs: Value;
}

export interface MergeResult<Value> {
  readonly merged: Readonly<Record<string, Value>>;
  readonly conflicts: readonly FieldConflict<Value>[];
}

/**
 * Merges a store's values into a row that people may have edited here, without losing an edit. A field takes
 * the store's value only if ours is still the one that was last synced (`base`). If only ours changed, ours
 * stays. If both changed to the same value, there is no conflict. If they changed in different ways, ours stays
 * and the field is listed.
 *
 * A field that `base` does not have was never synced; the store fills it if ours is null or absent.
 *
 * @shape merged has the fields of `theirs`; fields that only ours has are left out
 */
export function mergeThreeWay<Value>(
  base: Readonly<Record<string, Value>> | null,
  ours: Readonly<Record<string, Value>>,
  theirs: Readonly<Record<string, Value>>,
): MergeResult<Value> {
  const merged: Record<string, Value> = {};
  const conflicts: FieldConflict<Value>[] = [];
  for (const [field, theirValue] of Object.entries(theirs)) {
    const ourValue = ours[field];
    const synced = base !== null && Object.hasOwn(base, field);
    const baseValue = synced ? base[field] : (ourValue ?? null) === null ? ourValue : undefined;
    if (isDeepStrictEqual(ourValue, theirValue) || isDeepStrictEqual(ourValue, baseValue)) {
      merged[field] = theirValue;
      continue;
    }
    if (ourValue !== undefined) merged[field] = ourValue;
    if (!isDeepStrictEqual(theirValue, baseValue)) {
      conflicts.push({ field, base: baseValue, ours: ourValue, theirs: theirValue });
    }
  }
  return { merged, conflicts };
}
