import { isDeepStrictEqual } from 'node:util';

/** A field that was changed on both sides since the last sync, differently. Ours stays until a person decides. */
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
 * Brings a store's values into a row that people may have edited here, without losing an edit: a field takes
 * the store's value only while ours is still the one last synced (`base`). Changed here alone: ours stays.
 * Changed on both sides to the same value: no conflict. Changed differently: ours stays and it is listed.
 *
 * A field that `base` does not have was never synced: the store fills it while ours is null or absent.
 *
 * @shape merged has the fields of `theirs`; those that only ours has are no business of the store
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
