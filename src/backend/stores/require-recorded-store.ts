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

/** Queries the store for the facts that identify it, and for the state of these orders. */
export type FindStore = (wooOrderIds: readonly number[]) => Promise<FoundStore>;

/** The backend's record of a store, the store's present answer, and the conclusion. */
export interface StoreComparison {
  readonly recorded: RecordedConfiguration;
  readonly found: FoundStore;
  readonly weighed: WeighedStore;
  /** Why the configuration must stop; null if it may continue. */
  readonly refusal: AppError | null;
}

/**
 * Compares the store that answers for a configuration with the record.
 *
 * @throws missing `configuration.none`
 */
export async function compareRecordedStore(
  db: Queryable,
  configurationId: string,
  which: RecordedOrders,
  find: FindStore,
): Promise<StoreComparison> {
  // The backend is read first, because an order can only become newer while the store is queried.
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
 * Compares the orders that would show an older state. If they stop the configuration, all orders of the event
 * are compared, so that the error contains their number.
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
 * Prevents a product from becoming a second event because its store answers under another address. Also
 * prevents another store at the same address from taking an event over.
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

/** At least one recorded fact must match; the absence of differences is not enough. */
function isRecognised(recorded: RecordedConfiguration, found: FoundStore, { marks }: WeighedStore): boolean {
  if (marks.matching > 0) return true;
  const created = found.productCreatedAtUtc?.getTime();
  return created !== undefined && created === recorded.productCreatedAtUtc?.getTime();
}
