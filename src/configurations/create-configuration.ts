import {
  type ConfigurationPin,
  insertConfiguration,
  renameOrganizer,
} from '../backend/configurations/configuration-edit-records.ts';
import {
  type Configuration,
  getConfiguration,
  noteStoreTimezone,
  resetConfiguration,
} from '../backend/configurations/configuration-records.ts';
import { ensureOrganizer } from '../backend/configurations/organizer-records.ts';
import {
  claimRefused,
  findMetClaim,
  lockProduct,
  type MetClaim,
} from '../backend/configurations/product-claims.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { type FindStore, refuseMovedStore } from '../backend/stores/require-recorded-store.ts';
import { isSamePlace } from '../backend/stores/weigh-recorded-store.ts';
import type { ConfigurationInput } from '../contract/configuration.ts';
import { type AppError, assertNever } from '../kernel/errors.ts';
import { invalidField, withFaults } from '../kernel/field-faults.ts';
import { chooseTimezone } from '../kernel/time/timezone.ts';
import type { StoreIdentity } from '../source/source.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import { type AskStores, askStore } from './ask-store.ts';
import { type EditDeps, eventTimes, resolveCredentials } from './edit-configuration.ts';
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
 * Creates a configuration, pinned to the store that its credentials reach now. Answers with its id.
 *
 * @throws invalid `http.invalid-request`; conflict `configuration.exists`, `configuration.product-and-variation`,
 *   `configuration.another-organizer`; unavailable, config `store.*`
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
  const pin = await askStore(stores, credentialsId, product, async (store) => {
    await refuseMovedStore(db, product, store.find);
    return store;
  });
  return await inTransaction(db, async (tx) => {
    const claim = await claimProduct(tx, body, pin.siteUrl);
    refuseMetClaim(claim.met, body.another_organizer === true);
    if (body.organizer_name !== undefined) await renameOrganizer(tx, claim.organizerId, body.organizer_name);
    return await insertClaimed(tx, { claim, body, pin, credentialsId, createdBy, timezone, now: now() });
  });
}

/** A product of a store, and the organizer of its event. */
export interface ProductRequest {
  readonly wooProductId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  /** The name of a new organizer; an existing one keeps its name. null: the e-mail address. */
  readonly organizerName: string | null;
  /** Decimal text, 0 to 100, at most two decimals. */
  readonly serviceFeePercentage: string;
  readonly ticketTierName: string;
  /**
   * null: the store's own zone, otherwise the installation's. An existing configuration keeps its values.
   */
  readonly timezone?: string | null;
  /** `TIME_ZONE`; UTC unless given. */
  readonly installationTimezone?: string;
  /** true: also if another organizer already has the product. */
  readonly anotherOrganizer?: boolean;
}

/**
 * Creates the configuration, or updates the existing one of this product, organizer, store and event name
 * with these settings. It is pinned to the store in its present state: the same address may later lead to
 * another store with a product of that number, and another address to the same store. Of several simultaneous
 * callers, one creates it and the others find it.
 *
 * @param credentialsIn the set of credentials with which the store is reached, written in the same
 * transaction
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 *   `store.older-state`; conflict `configuration.exists`, `configuration.product-and-variation`,
 *   `configuration.another-organizer`
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
    organizer_email: request.organizerEmail,
    organizer_name: organizerName ?? undefined,
    service_fee_percentage: serviceFeePercentage,
    ticket_tier_name: ticketTierName,
    frequency: CONFIGURATION_DEFAULTS.frequency,
    timezone: timezone ?? undefined,
  };
  await refuseMovedStore(db, request.wooProductId, find);
  return await inTransaction(db, async (tx) => {
    const claim = await claimProduct(tx, body, siteUrl);
    const { met } = claim;
    const existing = met !== null && (await isSameRequest(tx, met)) ? met.existing.id : null;
    if (existing === null) refuseMetClaim(met, request.anotherOrganizer === true);
    const credentialsId = await credentialsIn(tx);
    if (existing !== null) {
      await noteStoreTimezone(tx, existing, ownTimezone);
      const settings = { credentialsId, eventName, ticketTierName, serviceFeePercentage };
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
   * Other tables at the same address belong to another store, whose credentials must not replace those of
   * this one.
   */
  async function isSameRequest(tx: Transaction, { how, existing: found }: MetClaim): Promise<boolean> {
    if (how !== 'same' || found.eventName !== eventName) return false;
    return await isSamePlace(tx, { siteUrl, tablePrefix: found.tablePrefix }, { siteUrl, tablePrefix });
  }
}

/** A product that only this transaction may configure now. */
interface Claim {
  readonly organizerId: string;
  /** The configuration that already has the product; null: none. */
  readonly met: MetClaim | null;
}

async function claimProduct(tx: Transaction, body: ConfigurationInput, siteUrl: string): Promise<Claim> {
  const wooProductId = body.woocommerce_product_id;
  const wooVariationId = body.woocommerce_variation_id ?? null;
  await lockProduct(tx, siteUrl, wooProductId);
  const { id: organizerId } = await ensureOrganizer(tx, body.organizer_email, body.organizer_name ?? null);
  const met = await findMetClaim(tx, { organizerId, siteUrl, wooProductId, wooVariationId });
  return { organizerId, met };
}

/**
 * Refuses a configuration that would count the same orders twice, and a second organizer unless a person
 * confirmed it.
 */
function refuseMetClaim(met: MetClaim | null, anotherOrganizer: boolean): void {
  if (met === null || (met.how === 'another-organizer' && anotherOrganizer)) return;
  throw refusalOf(met);
}

function refusalOf(met: MetClaim): AppError {
  switch (met.how) {
    case 'another-organizer':
      return claimRefused(met);
    case 'overlap':
      return withFaults(claimRefused(met), { non_field_errors: [{ rule: 'variation_and_product' }] });
    case 'same':
      return withFaults(claimRefused(met), { non_field_errors: [{ rule: 'unique' }] });
    default:
      return assertNever(met.how);
  }
}

interface NewConfiguration {
  readonly claim: Claim;
  readonly body: ConfigurationInput;
  readonly pin: ConfigurationPin;
  readonly credentialsId: string;
  readonly createdBy: string | null;
  /** IANA zone of the installation. */
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
  return id;
}
