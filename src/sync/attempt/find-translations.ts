import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { type CountedTranslations, listHolders } from '../../backend/configurations/translation-records.ts';
import type { Queryable } from '../../backend/database.ts';
import type { StoreSource } from '../../source/source.ts';

export interface FoundTranslations {
  readonly counted: CountedTranslations;
  /**
   * Translations of the configuration's products that are not counted, because another configuration has them.
   */
  readonly skipped: readonly number[];
}

/**
 * Finds the translations that are counted with a configuration: those of its products that no other
 * configuration of the organizer has. If several configurations have products of one group, the oldest one that
 * is not disabled counts the rest of the group. A translation that was counted and is gone from the store
 * stays, because its orders and tickets are still there.
 */
export async function findTranslations(
  db: Queryable,
  source: Pick<StoreSource, 'readTranslations'>,
  { id, wooProductId, wooVariationId, otherProductIds, translations }: Configuration,
  signal: AbortSignal,
): Promise<FoundTranslations> {
  const own = new Set([wooProductId, ...otherProductIds]);
  // The variations of a translation have ids of their own, and nothing connects them to this variation.
  if (wooVariationId !== null) return { counted: {}, skipped: [] };
  const groups = (await source.readTranslations(signal)).filter((group) => group.some((one) => own.has(one)));
  const before = Object.entries(translations).map(([one, of]) => [Number(one), of] as const);
  const holders = await listHolders(db, id, [...own], [...groups.flat(), ...before.map(([one]) => one)]);
  const isElsewhere = (product: number): boolean =>
    holders.some(({ wooProductId: other }) => other === product);
  const counted: Record<string, number> = {};
  const skipped: number[] = [];
  for (const group of groups) {
    const oldest = holders.find(
      ({ configurationId, wooProductId: other, isSynced }) =>
        group.includes(other) && (isSynced || configurationId === id),
    );
    const original = group.find((one) => own.has(one)) ?? wooProductId;
    for (const one of group) {
      if (own.has(one)) continue;
      if (isElsewhere(one) || oldest?.configurationId !== id) skipped.push(one);
      else counted[one] = original;
    }
  }
  const named = new Set(groups.flat());
  for (const [one, of] of before) {
    if (!named.has(one) && own.has(of) && !own.has(one) && !isElsewhere(one)) counted[one] = of;
  }
  return { counted, skipped };
}
