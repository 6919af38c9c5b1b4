import { AppError } from '../../kernel/errors.ts';
import { type FoundStore, idsToAsk, type WeighedStore } from '../../ticketing/model/store-identity.ts';
import type { Queryable } from '../database.ts';
import {
  findRecordedStore,
  listRecordedStores,
  type RecordedConfiguration,
  type RecordedOrders,
} from './recorded-store.ts';
import { isSamePlace, refusalOf, weighRecordedStore } from './weigh-recorded-store.ts';

/** Asks the store by what it is recognised, and what becomes of these orders in it. */
export type FindStore = (wooOrderIds: readonly number[]) => Promise<FoundStore>;

/** What is recorded of a store, how the store answers, and what follows from both. */
export interface StoreComparison {
  readonly recorded: RecordedConfiguration;
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
export async function compareRecordedStore(
  db: Queryable,
  configurationId: string,
  which: RecordedOrders,
  find: FindStore,
): Promise<StoreComparison> {
  // The backend first: an order can only become newer while the store is asked.
  const recorded = await findRecordedStore(db, configurationId, which);
  if (recorded === null) {
    throw new AppError({
      code: 'configuration.none',
      message: 'There is no such configuration.',
    });
  }
  const found = await find(idsToAsk(recorded));
  const weighed = await weighRecordedStore(db, recorded, found);
  return { recorded, found, weighed, refusal: await refusalOf(db, recorded, found, weighed) };
}

/**
 * The orders that an older state would give away first decide; where they stop the configuration, all orders of the
 * event are looked at, so that the error says how much there is.
 *
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 *   `store.older-state`; missing `configuration.none`
 */
export async function requireRecordedStore(
  db: Queryable,
  configurationId: string,
  find: FindStore,
): Promise<StoreComparison> {
  const first = await compareRecordedStore(db, configurationId, 'newest', find);
  if (first.refusal === null) return first;
  const whole = await compareRecordedStore(db, configurationId, 'all', find);
  throw whole.refusal ?? first.refusal;
}

/**
 * Keeps a product from becoming a second event because its store answers under another address, and an event from
 * being taken over by another store under its address.
 *
 * @throws as `requireRecordedStore`
 */
export async function refuseMovedStore(db: Queryable, wooProductId: number, find: FindStore): Promise<void> {
  for (const recorded of await listRecordedStores(db, wooProductId)) {
    const found = await find(idsToAsk(recorded));
    const weighed = await weighRecordedStore(db, recorded, found);
    const isHere = await isSamePlace(db, recorded, found);
    if (!isHere && (weighed.verdict === 'other' || !isRecognised(recorded, found, weighed))) continue;
    const refusal = await refusalOf(db, recorded, found, weighed);
    if (refusal === null) continue;
    const { configurationId, eventName } = recorded;
    const { code, message, details } = refusal;
    throw new AppError({ code, message, details: { ...details, configurationId, eventName } });
  }
}

/** Something that the backend has recorded of the store is the same there; it is not enough that nothing differs. */
function isRecognised(recorded: RecordedConfiguration, found: FoundStore, { marks }: WeighedStore): boolean {
  if (marks.matching > 0) return true;
  const created = found.productCreatedAtUtc?.getTime();
  return created !== undefined && created === recorded.productCreatedAtUtc?.getTime();
}
