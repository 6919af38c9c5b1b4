import { ensureCredentials, type StoreAddress } from '../backend/credentials/credentials-records.ts';
import { type Database, inTransaction } from '../backend/database.ts';
import {
  type Configuration,
  findConfiguration,
  saveConfiguration,
} from '../backend/records/configuration-records.ts';
import { ensureOrganizer } from '../backend/records/organizer-records.ts';
import { AppError } from '../kernel/errors.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import type { StoreIdentity } from './store-source.ts';

/** What the command line asks for: a product of a store, kept as an event of an organizer. */
export interface SyncRequest {
  readonly store: StoreAddress;
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
 * The configuration that this request means: the one of this product, organizer and store, else a new one. It
 * is pinned to the store: the same address may one day lead to another store with a product of the same number.
 *
 * @throws config `store.identity-changed`
 */
export async function resolveConfiguration(
  db: Database,
  request: SyncRequest,
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
    const credentialsId = await ensureCredentials(tx, request.store);
    const settings = {
      credentialsId,
      eventName: request.eventName,
      ticketTierName: request.ticketTierName,
      serviceFeePercentage: request.serviceFeePercentage,
    };
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
