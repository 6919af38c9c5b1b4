import {
  addConfiguration,
  type Configuration,
  type ConfigurationKey,
  getConfiguration,
  noteStoreTimezone,
  resetConfiguration,
} from '../backend/configurations/configuration-records.ts';
import { ensureOrganizer } from '../backend/configurations/organizer-records.ts';
import { claimRefused, findMetClaim, lockProduct } from '../backend/configurations/product-claims.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { type FindStore, refuseMovedStore } from '../backend/stores/require-held-store.ts';
import { chooseTimezone } from '../kernel/time/timezone.ts';
import type { StoreIdentity } from '../source/source.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';

/** A product of a store, to be kept as an event of an organizer. */
export interface ProductRequest {
  readonly wooProductId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  /** null: the organizer's present name, else the e-mail address. */
  readonly organizerName: string | null;
  /** Decimal text, 0 to 100, at most two decimals. */
  readonly serviceFeePercentage: string;
  readonly ticketTierName: string;
  /** null: the store's own, else the installation's. A present configuration keeps what it has. */
  readonly timezone?: string | null;
  /** `TIME_ZONE`; UTC unless said. */
  readonly installationTimezone?: string;
  /** true: another organizer may have the same product as well. */
  readonly anotherOrganizer?: boolean;
}

/**
 * Makes the configuration, or gives the present one of this product, organizer, store and event name these settings.
 * It is pinned to the store as it answers now: the same address may one day lead to another store with a product of
 * that number, and another address to the same store. Of several callers at once one makes it and the others find it.
 *
 * @param credentialsIn the set of credentials by which the store is reached, kept in the same transaction
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 *   `store.older-state`; conflict `configuration.exists`, `configuration.product-and-variation`,
 *   `configuration.another-organizer`
 */
export async function configureProduct(
  db: Database,
  request: ProductRequest,
  credentialsIn: (tx: Transaction) => Promise<string>,
  identity: StoreIdentity,
  event: StoreEvent,
  find: FindStore,
): Promise<Configuration> {
  await refuseMovedStore(db, request.wooProductId, find);
  return await inTransaction(db, async (tx) => {
    await lockProduct(tx, identity.siteUrl, request.wooProductId);
    const organizer = await ensureOrganizer(tx, request.organizerEmail, request.organizerName);
    const key = {
      organizerId: organizer.id,
      wooProductId: request.wooProductId,
      wooVariationId: null,
      siteUrl: identity.siteUrl,
      tablePrefix: identity.tablePrefix,
    };
    const present = await presentConfiguration(tx, request, key);
    const { eventName, ticketTierName, serviceFeePercentage } = request;
    const credentialsId = await credentialsIn(tx);
    const settings = { credentialsId, eventName, ticketTierName, serviceFeePercentage };
    const store = identity.ownTimezone;
    if (present !== null) {
      await noteStoreTimezone(tx, present.id, store);
      return await resetConfiguration(tx, present.id, settings);
    }
    const { timezone = null, installationTimezone = 'UTC' } = request;
    const chosen = chooseTimezone({ given: timezone, store, installation: installationTimezone });
    return await addConfiguration(tx, key, settings, event.createdAtUtc, { ...chosen, store });
  });
}

/** The configuration that the same request made before; null: there is none, and a new one may be made. */
async function presentConfiguration(
  tx: Transaction,
  request: ProductRequest,
  key: ConfigurationKey,
): Promise<Configuration | null> {
  const met = await findMetClaim(tx, key);
  if (met === null) return null;
  if (met.how === 'same' && met.present.eventName === request.eventName) {
    return await getConfiguration(tx, met.present.id);
  }
  if (met.how === 'another-organizer' && request.anotherOrganizer === true) return null;
  throw claimRefused(met);
}
