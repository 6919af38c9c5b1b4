import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import {
  type Configuration,
  findConfiguration,
  saveConfiguration,
} from '../backend/records/configuration-records.ts';
import { ensureOrganizer } from '../backend/records/organizer-records.ts';
import { AppError } from '../kernel/errors.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import type { StoreIdentity } from './store-source.ts';

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
}

/**
 * Makes the configuration, or gives the one of this product, organizer and store these settings. It is pinned to
 * the store as it answers now: the same address may one day lead to another store with a product of that number.
 *
 * @param credentialsIn the set of credentials by which the store is reached, kept in the same transaction
 * @throws config `store.identity-changed`
 */
export async function configureProduct(
  db: Database,
  request: ProductRequest,
  credentialsIn: (tx: Transaction) => Promise<string>,
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
    const { eventName, ticketTierName, serviceFeePercentage } = request;
    const credentialsId = await credentialsIn(tx);
    const settings = { credentialsId, eventName, ticketTierName, serviceFeePercentage };
    return await saveConfiguration(tx, key, settings, event.createdAtUtc);
  });
}

/** @throws config `store.identity-changed` */
export function requireSameProduct(configuration: Configuration, event: StoreEvent): void {
  const pinned = configuration.pinnedProductCreatedAt?.getTime();
  const found = event.createdAtUtc?.getTime();
  if (pinned === undefined || found === undefined || pinned === found) return;
  throw new AppError({
    kind: 'config',
    code: 'store.identity-changed',
    message: 'This store has another product of that number than the one this configuration was made for.',
    details: { pinned: configuration.pinnedProductCreatedAt, found: event.createdAtUtc },
  });
}
