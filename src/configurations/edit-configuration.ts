import {
  type ConfigurationValues,
  findCredentialsState,
  hideConfiguration,
  lockConfigurations,
  renameOrganizer,
  replaceProducts,
  setFrequency,
  updateConfiguration,
} from '../backend/configurations/configuration-edit-records.ts';
import { type ConfigurationRow, findConfigurationRow } from '../backend/configurations/configuration-list.ts';
import { lockProducts } from '../backend/configurations/product-claims.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { lockSchedule } from '../backend/dispatch/schedule-records.ts';
import { lockConfiguration } from '../backend/executions/execution-end-records.ts';
import { findRunning } from '../backend/executions/execution-records.ts';
import { stopForPause } from '../backend/executions/execution-stop-records.ts';
import { refuseMovedStore, requireRecordedStore } from '../backend/stores/require-recorded-store.ts';
import type { ConfigurationPatch } from '../contract/configuration.ts';
import { AppError } from '../kernel/errors.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { toInstant } from '../kernel/time/instants.ts';
import type { Frequency } from '../vocabulary/configurations.ts';
import { type AskStores, askStore, readStore } from './ask-store.ts';
import { furtherProducts, refuseMetProducts } from './claim-products.ts';
import { requireSmallChange } from './require-small-change.ts';
import { nextDue } from './schedule-grid.ts';

export interface EditDeps {
  readonly db: Database;
  readonly now: () => Date;
  /** The IANA zone of new configurations that name none. */
  readonly timezone: string;
  /**
   * Queries stores. Null if that is not possible here; then the store of another set of credentials is not
   * compared.
   */
  readonly stores: AskStores | null;
}

/**
 * Changes the given settings of a configuration; the others stay. The settings that identify the event cannot
 * be changed once the event exists.
 *
 * @throws invalid `http.invalid-request`; conflict `configuration.exists`,
 *   `configuration.product-and-variation`, `configuration.another-organizer`, `configuration.money-changes`; unavailable, config `store.*`
 */
export async function changeConfiguration(
  deps: EditDeps,
  existing: ConfigurationRow,
  body: ConfigurationPatch,
): Promise<void> {
  const { db, now } = deps;
  refuseOtherEvent(existing, body);
  if (body.confirm_money_change !== true) {
    const { service_fee_percentage: feePercentage, status_mapping: statusMapping } = existing;
    const before = { feePercentage, statusMapping };
    await requireSmallChange(db, existing.id, before, {
      feePercentage: body.service_fee_percentage ?? feePercentage,
      statusMapping: body.status_mapping ?? statusMapping,
    });
  }
  const credentialsId = body.credentials ?? existing.credentials;
  if (credentialsId !== existing.credentials) await requireStoreOf(deps, existing, credentialsId);
  const { woocommerce_product_id: first, woocommerce_variation_id: variation, store_url: siteUrl } = existing;
  const { woocommerce_product_ids: wanted } = body;
  const others = wanted === undefined ? null : furtherProducts(wanted, first, variation);
  const added = (others ?? []).filter((id) => !existing.woocommerce_product_ids.includes(id));
  const owner = { organizerId: existing.organizer_id, siteUrl, ownId: existing.id };
  // Checked before the store is queried, so that a request that is refused anyway need not wait for it.
  await refuseMetProducts(db, owner, added, body);
  if (deps.stores !== null) await askForProducts(deps, deps.stores, credentialsId, added);
  await inTransaction(db, async (tx) => {
    // Products that stay are written as well, so all are locked in one order.
    await lockProducts(tx, siteUrl, others ?? []);
    await lockConfiguration(tx, existing.id);
    await refuseMetProducts(tx, owner, added, body);
    const scheduled = await lockSchedule(tx, existing.id);
    if (scheduled === undefined) throw noConfiguration();
    if (body.organizer_name !== undefined)
      await renameOrganizer(tx, existing.organizer_id, body.organizer_name);
    const timezone = body.timezone ?? existing.timezone;
    const values: ConfigurationValues = {
      name: body.name ?? existing.name,
      organizerId: existing.organizer_id,
      credentialsId,
      wooProductId: existing.woocommerce_product_id,
      wooVariationId: existing.woocommerce_variation_id,
      eventName: body.event_name ?? existing.event_name,
      eventDescription: given(body.event_description, existing.event_description),
      ...eventTimes(body, timezone, existing.event_start_date, existing.event_end_date),
      ticketTierName: body.ticket_tier_name ?? existing.ticket_tier_name,
      serviceFeePercentage: body.service_fee_percentage ?? existing.service_fee_percentage,
      frequency: body.frequency ?? existing.frequency,
      timezone,
      timezoneSource: timezone === existing.timezone ? existing.timezone_source : 'given',
      runAt: given(body.run_at, existing.run_at),
      statusMapping: body.status_mapping ?? existing.status_mapping,
      refundPolicy: body.refund_policy ?? existing.refund_policy,
      sweepBudgetSeconds: body.sweep_budget_seconds ?? existing.sweep_budget_seconds,
      maxRemovalPercent: body.max_removal_percent ?? existing.max_removal_percent,
    };
    const { schedule } = scheduled;
    const { frequency, runAt } = values;
    const sameGrid =
      frequency === schedule.frequency && timezone === schedule.timezone && runAt === schedule.runAt;
    const scheduledNow = existing.status === 'active' || existing.status === 'error';
    const moved = scheduledNow ? nextDue({ ...schedule, frequency, timezone, runAt }, now()) : null;
    const dueAt = sameGrid ? scheduled.nextDueAt : moved;
    const done = await updateConfiguration(tx, existing.id, values, dueAt, now());
    if (!done) throw invalidField('non_field_errors', 'unique');
    if (others !== null) await replaceProducts(tx, existing.id, others);
  });
}

/** How long a person waits at most for the first product, and for each other one. */
const PRODUCTS_WITHIN_MS = 15_000;
const PRODUCT_WITHIN_MS = 1_000;

/**
 * Makes sure that the store has the products that are added to an event. It is opened once for all of them.
 *
 * @throws invalid `http.invalid-request`; unavailable, config `store.*`
 */
export async function askForProducts(
  { db }: Pick<EditDeps, 'db'>,
  stores: AskStores,
  credentialsId: string,
  wooProductIds: readonly number[],
): Promise<void> {
  if (wooProductIds.length === 0) return;
  const withinMs = PRODUCTS_WITHIN_MS + PRODUCT_WITHIN_MS * wooProductIds.length;
  await readStore(stores, credentialsId, withinMs, async (store, signal) => {
    for (const id of wooProductIds) {
      const product = await store.readEvent(id, signal);
      const find = async (orders: readonly number[]) => await store.findStore(product, orders, signal);
      await refuseMovedStore(db, id, find);
    }
  });
}

/**
 * Hides a configuration and cancels its pending executions.
 *
 * @throws conflict `configuration.running`
 */
export async function deleteConfiguration(
  { db, now }: Pick<EditDeps, 'db' | 'now'>,
  id: string,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, id);
    const running = await findRunning(tx, id);
    if (running !== undefined) {
      throw new AppError({
        code: 'configuration.running',
        message: 'This configuration is being synced: cancel the execution, or wait until it ends.',
        details: { executionId: running },
      });
    }
    await stopForPause(tx, id, now());
    await hideConfiguration(tx, id, now());
  });
}

/**
 * Gives all of these configurations another frequency. If one cannot be changed, none is. Returns how many
 * there are.
 *
 * @throws invalid `http.invalid-request`
 */
export async function changeFrequencies(
  { db, now }: Pick<EditDeps, 'db' | 'now'>,
  given: readonly string[],
  frequency: Frequency,
): Promise<number> {
  const ids = [...new Set(given)];
  await inTransaction(db, async (tx) => {
    const found = await lockConfigurations(tx, ids);
    if (found.length < ids.length) throw invalidField('ids', 'no_such_object');
    for (const id of found) await changeFrequency(tx, id, frequency, now());
  });
  return ids.length;
}

async function changeFrequency(tx: Transaction, id: string, frequency: Frequency, now: Date): Promise<void> {
  const scheduled = await lockSchedule(tx, id);
  const row = await findConfigurationRow(tx, id, now);
  if (scheduled === undefined || row === null || scheduled.schedule.frequency === frequency) return;
  const isIdle = row.status === 'paused' || row.status === 'disabled';
  const dueAt = isIdle ? null : nextDue({ ...scheduled.schedule, frequency }, now);
  await setFrequency(tx, id, frequency, dueAt, now);
}

export async function resolveCredentials(
  { db }: Pick<EditDeps, 'db'>,
  id: string | undefined,
): Promise<string> {
  const found = await findCredentialsState(db, id ?? null);
  if (found === null)
    throw invalidField('credentials', id === undefined ? 'no_default_credentials' : 'no_such_object');
  if (!found.isActive) throw invalidField('credentials', 'inactive_credentials');
  return found.id;
}

/** The set of credentials of a configuration that names none; null if there is none. */
export async function findDefaultCredentials({ db }: Pick<EditDeps, 'db'>): Promise<string | null> {
  return (await findCredentialsState(db, null))?.id ?? null;
}

async function requireStoreOf(
  deps: EditDeps,
  existing: ConfigurationRow,
  credentialsId: string,
): Promise<void> {
  await resolveCredentials(deps, credentialsId);
  if (deps.stores === null) return;
  await askStore(deps.stores, credentialsId, existing.woocommerce_product_id, async ({ find }) => {
    await requireRecordedStore(deps.db, existing.id, find);
  });
}

function refuseOtherEvent(existing: ConfigurationRow, body: ConfigurationPatch): void {
  const {
    woocommerce_product_id: product,
    woocommerce_variation_id: variation,
    organizer_email: email,
  } = body;
  if (product !== undefined && product !== existing.woocommerce_product_id) {
    throw invalidField('woocommerce_product_id', 'fixed');
  }
  if (variation !== undefined && variation !== existing.woocommerce_variation_id) {
    throw invalidField('woocommerce_variation_id', 'fixed');
  }
  if (email !== undefined && email.toLowerCase() !== existing.organizer_email.toLowerCase()) {
    throw invalidField('organizer_email', 'fixed');
  }
}

export function eventTimes(
  body: Pick<ConfigurationPatch, 'event_start_date' | 'event_end_date'>,
  timezone: string,
  startBefore: string | null,
  endBefore: string | null,
): { eventStartDate: Date | null; eventEndDate: Date | null } {
  const start = given(body.event_start_date, startBefore);
  const end = given(body.event_end_date, endBefore);
  const eventStartDate = start === null ? null : toInstant(start, timezone);
  const eventEndDate = end === null ? null : toInstant(end, timezone);
  if (eventStartDate !== null && eventEndDate !== null && eventEndDate < eventStartDate) {
    throw invalidField('event_end_date', 'end_before_start');
  }
  return { eventStartDate, eventEndDate };
}

/** null is a value here, and undefined means absent. */
function given<T>(value: T | undefined, existing: T): T {
  return value === undefined ? existing : value;
}

export function noConfiguration(): AppError {
  return new AppError({
    code: 'configuration.none',
    message: 'There is no such configuration.',
  });
}
