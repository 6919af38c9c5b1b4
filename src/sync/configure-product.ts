import { type Database, inTransaction } from '../backend/database.ts';
import {
  type Configuration,
  findConfiguration,
  saveConfiguration,
} from '../backend/records/configuration-records.ts';
import { ensureOrganizer } from '../backend/records/organizer-records.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import { requireSameProduct } from './resolve-configuration.ts';
import type { StoreIdentity } from './store-source.ts';

/** A product of a store whose credentials are kept, to be kept as an event. */
export interface ProductRequest {
  readonly credentialsId: string;
  readonly wooProductId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  /** null: the organizer's present name, else the e-mail address. */
  readonly organizerName: string | null;
  /** Decimal text, 0 to 100, at most two decimals. */
  readonly serviceFeePercentage: string;
  readonly ticketTierName: string;
}

/**
 * Makes the configuration, or gives the one of this product, organizer and store these settings. It is pinned to
 * the store as it answers now.
 *
 * @throws config `store.identity-changed`
 */
export async function configureProduct(
  db: Database,
  request: ProductRequest,
  identity: StoreIdentity,
  event: StoreEvent,
): Promise<Configuration> {
  return await inTransaction(db, async (tx) => {
    const organizer = await ensureOrganizer(tx, request.organizerEmail, request.organizerName);
    const key = {
      organizerId: organizer.id,
      wooProductId: request.wooProductId,
      wooVariationId: null,
      siteUrl: identity.siteUrl,
      tablePrefix: identity.tablePrefix,
    };
    const present = await findConfiguration(tx, key);
    if (present !== undefined) requireSameProduct(present, event);
    const { credentialsId, eventName, ticketTierName, serviceFeePercentage } = request;
    const settings = { credentialsId, eventName, ticketTierName, serviceFeePercentage };
    return await saveConfiguration(tx, key, settings, event.createdAtUtc);
  });
}
