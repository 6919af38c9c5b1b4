import { AppError } from '../../kernel/errors.ts';
import { type FoundStore, idsToAsk, type WeighedStore } from '../../ticketing/model/store-identity.ts';
import type { Queryable } from '../database.ts';
import { findHeldStore, type HeldConfiguration, type HeldOrders, listHeldStores } from './held-store.ts';
import { isSamePlace, refusalOf, weighHeldStore } from './weigh-held-store.ts';

/** Asks the store by what it is recognised, and what becomes of these orders in it. */
export type FindStore = (wooOrderIds: readonly number[]) => Promise<FoundStore>;

/** What is held of a store, how it answers, and what follows from both. */
export interface StoreComparison {
  readonly held: HeldConfiguration;
  readonly found: FoundStore;
  readonly weighed: WeighedStore;
  /** Why the configuration may not go on with it; null: it may. */
  readonly refusal: AppError | null;
}

/**
 * Weighs the store that answers for a configuration.
 *
 * @throws missing `configuration.none`
 */
export async function compareHeldStore(
  db: Queryable,
  configurationId: string,
  which: HeldOrders,
  find: FindStore,
): Promise<StoreComparison> {
  // what is held first: an order can only become newer while the store is asked
  const held = await findHeldStore(db, configurationId, which);
  if (held === null) {
    throw new AppError({
      code: 'configuration.none',
      message: 'There is no such configuration.',
    });
  }
  const found = await find(idsToAsk(held));
  const weighed = await weighHeldStore(db, held, found);
  return { held, found, weighed, refusal: await refusalOf(db, held, found, weighed) };
}

/**
 * The orders that an older state would give away first decide; where they stop the configuration, all orders of the
 * event are looked at, so that the error says how much there is.
 *
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 *   `store.older-state`; missing `configuration.none`
 */
export async function requireHeldStore(
  db: Queryable,
  configurationId: string,
  find: FindStore,
): Promise<StoreComparison> {
  const first = await compareHeldStore(db, configurationId, 'newest', find);
  if (first.refusal === null) return first;
  const whole = await compareHeldStore(db, configurationId, 'all', find);
  throw whole.refusal ?? first.refusal;
}

/**
 * Keeps a product from becoming a second event because its store answers under another address, and an event from
 * being taken over by another store under its address.
 *
 * @throws as `requireHeldStore`
 */
export async function refuseMovedStore(db: Queryable, wooProductId: number, find: FindStore): Promise<void> {
  for (const held of await listHeldStores(db, wooProductId)) {
    const found = await find(idsToAsk(held));
    const weighed = await weighHeldStore(db, held, found);
    const isHere = await isSamePlace(db, held, found);
    if (!isHere && (weighed.verdict === 'other' || !isRecognised(held, found, weighed))) continue;
    const refusal = await refusalOf(db, held, found, weighed);
    if (refusal === null) continue;
    const { configurationId, eventName } = held;
    const { code, message, details } = refusal;
    throw new AppError({ code, message, details: { ...details, configurationId, eventName } });
  }
}

/** The backend knows something of the store that is the same there, not only nothing that differs. */
function isRecognised(held: HeldConfiguration, found: FoundStore, { marks }: WeighedStore): boolean {
  if (marks.matching > 0) return true;
  const created = found.productCreatedAtUtc?.getTime();
  return created !== undefined && created === held.productCreatedAtUtc?.getTime();
}
