import {
  type ConfigurationPin,
  insertConfiguration,
  renameOrganizer,
  replaceProducts,
} from '../backend/configurations/configuration-edit-records.ts';
import {
  type Configuration,
  getConfiguration,
  noteStoreTimezone,
  resetConfiguration,
} from '../backend/configurations/configuration-records.ts';
import type { MetClaim } from '../backend/configurations/product-claims.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { type FindStore, refuseMovedStore } from '../backend/stores/require-recorded-store.ts';
import { isSamePlace } from '../backend/stores/weigh-recorded-store.ts';
import type { ConfigurationInput } from '../contract/configuration.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { chooseTimezone } from '../kernel/time/timezone.ts';
import type { StoreIdentity } from '../source/source.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import { type AskStores, askStore } from './ask-store.ts';
import {
  type Claim,
  claimProducts,
  furtherProducts,
  refuseMetClaim,
  refuseMetProducts,
} from './claim-products.ts';
import { askForProducts, type EditDeps, eventTimes, resolveCredentials } from './edit-configuration.ts';
import { requireSmallChange } from './require-small-change.ts';
import { nextDue } from './schedule-grid.ts';

/** The defaults of a configuration. */
export const CONFIGURATION_DEFAULTS = {
  frequency: 'manual',
  serviceFeePercentage: '0',
  ticketTierName: 'General',
  refundPolicy: 'newest_not_checked_in',
  sweepBudgetSeconds: 60,
  maxRemovalPercent: '20.00',
} as const;

/**
 * Creates a configuration for the store that its credentials reach now, and pins that store. Returns the new
 * id.
 *
 * @throws invalid `http.invalid-request`; conflict `configuration.exists`,
 *   `configuration.product-and-variation`, `configuration.another-organizer`; unavailable, config `store.*`
 */
export async function createConfiguration(
  deps: EditDeps,
  stores: AskStores,
  body: ConfigurationInput,
  createdBy: string | null,
): Promise<string> {
  const { db, now, timezone } = deps;
  const credentialsId = await resolveCredentials(deps, body.credentials);
  const product = body.woocommerce_product_id;
  const others = othersOf(body);
  const pin = await askStore(stores, credentialsId, product, async (store) => {
    await refuseMovedStore(db, product, store.find);
    return store;
  });
  await askForProducts(deps, stores, credentialsId, others);
  return await inTransaction(db, async (tx) => {
    const claim = await claimProducts(tx, body, others, pin.siteUrl);
    refuseMetClaim(claim.met, body.another_organizer === true);
    if (body.organizer_name !== undefined) await renameOrganizer(tx, claim.organizerId, body.organizer_name);
    return await insertClaimed(tx, { claim, body, pin, credentialsId, createdBy, timezone, now: now() });
  });
}

function othersOf(body: ConfigurationInput): readonly number[] {
  const { woocommerce_product_id: first, woocommerce_variation_id: variation = null } = body;
  return furtherProducts(body.woocommerce_product_ids ?? [first], first, variation);
}

/** A product of a store that is to be an event of an organizer. */
export interface ProductRequest {
  readonly wooProductId: number;
  /**
   * All products of the event, including the first one. If none are given, an existing configuration keeps its
   * own.
   */
  readonly wooProductIds?: readonly number[];
  readonly eventName: string;
  readonly organizerEmail: string;
  /** The name of a new organizer; an existing one keeps its name. Null means the e-mail address. */
  readonly organizerName: string | null;
  /** Decimal text, 0 to 100, with at most two decimals. */
  readonly serviceFeePercentage: string;
  readonly ticketTierName: string;
  /**
   * Null means the store's own zone, otherwise the installation's. An existing configuration keeps its values.
   */
  readonly timezone?: string | null;
  /** The zone of `TIME_ZONE`; by default UTC. */
  readonly installationTimezone?: string;
  /** True to configure the product even if another organizer already has it. */
  readonly anotherOrganizer?: boolean;
  /** True to give an existing configuration the fee even if it changes the organizer's amount by more than 5 %. */
  readonly confirmMoneyChange?: boolean;
}

/**
 * Creates the configuration of this product, organizer and store, or updates the existing one and its event's
 * name with these settings. It is pinned to the present state of the store, because later the same address may
 * lead to another store with a product of that number, and another address to the same store. If several
 * callers do this at once, one creates the configuration and the others find it.
 *
 * @param credentialsIn creates, in the same transaction, the set of credentials with which the store is reached
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 *   `store.older-state`; conflict `configuration.exists`, `configuration.product-and-variation`,
 *   `configuration.another-organizer`, `configuration.money-changes`
 */
export async function configureProduct(
  { db, now }: Pick<EditDeps, 'now'> & { readonly db: Database },
  request: ProductRequest,
  credentialsIn: (tx: Transaction) => Promise<string>,
  { siteUrl, tablePrefix, ownTimezone }: StoreIdentity,
  { createdAtUtc: productCreatedAtUtc }: StoreEvent,
  find: FindStore,
): Promise<Configuration> {
  const { eventName, ticketTierName, serviceFeePercentage, timezone, organizerName } = request;
  const body: ConfigurationInput = {
    name: eventName,
    event_name: eventName,
    woocommerce_product_id: request.wooProductId,
    woocommerce_product_ids: request.wooProductIds === undefined ? undefined : [...request.wooProductIds],
    organizer_email: request.organizerEmail,
    organizer_name: organizerName ?? undefined,
    service_fee_percentage: serviceFeePercentage,
    ticket_tier_name: ticketTierName,
    frequency: CONFIGURATION_DEFAULTS.frequency,
    timezone: timezone ?? undefined,
  };
  const others = othersOf(body);
  for (const id of [request.wooProductId, ...others]) await refuseMovedStore(db, id, find);
  return await inTransaction(db, async (tx) => {
    const claim = await claimProducts(tx, body, others, siteUrl);
    const { met } = claim;
    const existing = met !== null && (await isSameRequest(tx, met)) ? met.existing.id : null;
    if (existing === null) refuseMetClaim(met, request.anotherOrganizer === true);
    const credentialsId = await credentialsIn(tx);
    if (existing !== null) {
      await noteStoreTimezone(tx, existing, ownTimezone);
      const settings = { credentialsId, eventName, ticketTierName, serviceFeePercentage };
      if (request.confirmMoneyChange !== true) {
        const { serviceFeePercentage: feePercentage, statusMapping } = await getConfiguration(tx, existing);
        const before = { feePercentage, statusMapping };
        await requireSmallChange(tx, existing, before, { ...before, feePercentage: serviceFeePercentage });
      }
      if (request.wooProductIds !== undefined) {
        const { otherProductIds } = await getConfiguration(tx, existing);
        const added = others.filter((id) => !otherProductIds.includes(id));
        const owner = { organizerId: claim.organizerId, siteUrl, ownId: existing };
        await refuseMetProducts(tx, owner, added, { another_organizer: request.anotherOrganizer });
        await replaceProducts(tx, existing, others);
      }
      return await resetConfiguration(tx, existing, settings);
    }
    const id = await insertClaimed(tx, {
      claim,
      body,
      pin: { siteUrl, tablePrefix, productCreatedAtUtc, ownTimezone },
      credentialsId,
      createdBy: null,
      timezone: request.installationTimezone ?? 'UTC',
      now: now(),
    });
    return await getConfiguration(tx, id);
  });

  /**
   * Other tables at the same address belong to another store, whose credentials must not replace those of this
   * one.
   */
  async function isSameRequest(tx: Transaction, { how, existing: found }: MetClaim): Promise<boolean> {
    if (how !== 'same' || found.eventName !== eventName || !found.isFirst) return false;
    return await isSamePlace(tx, { siteUrl, tablePrefix: found.tablePrefix }, { siteUrl, tablePrefix });
  }
}

interface NewConfiguration {
  readonly claim: Claim;
  readonly body: ConfigurationInput;
  readonly pin: ConfigurationPin;
  readonly credentialsId: string;
  readonly createdBy: string | null;
  /** The IANA zone of the installation. */
  readonly timezone: string;
  readonly now: Date;
}

async function insertClaimed(
  tx: Transaction,
  { claim, body, pin, credentialsId, createdBy, timezone: installation, now }: NewConfiguration,
): Promise<string> {
  const { timezone, source: timezoneSource } = chooseTimezone({
    given: body.timezone ?? null,
    store: pin.ownTimezone,
    installation,
  });
  const { frequency, run_at: runAt = null } = body;
  const values = {
    name: body.name,
    organizerId: claim.organizerId,
    credentialsId,
    wooProductId: body.woocommerce_product_id,
    wooVariationId: body.woocommerce_variation_id ?? null,
    eventName: body.event_name,
    eventDescription: body.event_description ?? null,
    ...eventTimes(body, timezone, null, null),
    ticketTierName: body.ticket_tier_name ?? CONFIGURATION_DEFAULTS.ticketTierName,
    serviceFeePercentage: body.service_fee_percentage,
    frequency,
    timezone,
    timezoneSource,
    runAt,
    statusMapping: body.status_mapping ?? {},
    refundPolicy: body.refund_policy ?? CONFIGURATION_DEFAULTS.refundPolicy,
    sweepBudgetSeconds: body.sweep_budget_seconds ?? CONFIGURATION_DEFAULTS.sweepBudgetSeconds,
    maxRemovalPercent: body.max_removal_percent ?? CONFIGURATION_DEFAULTS.maxRemovalPercent,
  };
  const nextDueAt = nextDue({ frequency, anchor: now, timezone, runAt }, now);
  const id = await insertConfiguration(tx, values, pin, { createdBy, nextDueAt, now });
  if (id === null) throw invalidField('non_field_errors', 'unique');
  await replaceProducts(tx, id, othersOf(body));
  return id;
}
