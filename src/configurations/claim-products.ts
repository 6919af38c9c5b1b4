import { ensureOrganizer } from '../backend/configurations/organizer-records.ts';
import {
  claimRefused,
  findMetClaim,
  lockProducts,
  type MetClaim,
} from '../backend/configurations/product-claims.ts';
import type { Queryable, Transaction } from '../backend/database.ts';
import type { ConfigurationInput, ConfigurationPatch } from '../contract/configuration.ts';
import { type AppError, assertNever } from '../kernel/errors.ts';
import { invalidField, withFaults } from '../kernel/field-faults.ts';

/** Products that only this transaction may configure at the moment. */
export interface Claim {
  readonly organizerId: string;
  /** The configuration that already has one of them; null if there is none. */
  readonly met: MetClaim | null;
}

/**
 * The products of the event besides its first one, in the order given.
 *
 * @throws invalid `http.invalid-request`
 */
export function furtherProducts(
  given: readonly number[],
  wooProductId: number,
  wooVariationId: number | null,
): readonly number[] {
  if (!given.includes(wooProductId))
    throw invalidField('woocommerce_product_ids', 'lacks_first', wooProductId);
  const others = [...new Set(given)].filter((id) => id !== wooProductId);
  if (others.length > 0 && wooVariationId !== null) {
    throw invalidField('woocommerce_product_ids', 'variation_alone');
  }
  return others;
}

/**
 * Locks the products of a new configuration, finds or creates its organizer, and finds a configuration that
 * already has one of the products.
 */
export async function claimProducts(
  tx: Transaction,
  body: ConfigurationInput,
  others: readonly number[],
  siteUrl: string,
): Promise<Claim> {
  const wooProductId = body.woocommerce_product_id;
  const wooVariationId = body.woocommerce_variation_id ?? null;
  await lockProducts(tx, siteUrl, [wooProductId, ...others]);
  const { id: organizerId } = await ensureOrganizer(tx, body.organizer_email, body.organizer_name ?? null);
  const met = await findMetClaim(tx, { organizerId, siteUrl, wooProductId, wooVariationId });
  if (met !== null && met.how !== 'another-organizer') return { organizerId, met };
  return { organizerId, met: (await findMetAmong(tx, { organizerId, siteUrl, ownId: null }, others)) ?? met };
}

/**
 * Refuses products that another configuration has. Only under the locks of the products is the result certain.
 */
export async function refuseMetProducts(
  db: Queryable,
  owner: ClaimOwner,
  added: readonly number[],
  { another_organizer: anotherOrganizer }: Pick<ConfigurationPatch, 'another_organizer'>,
): Promise<void> {
  refuseMetClaim(await findMetAmong(db, owner, added), anotherOrganizer === true);
}

interface ClaimOwner {
  readonly organizerId: string;
  readonly siteUrl: string;
  /** The configuration that claims the products; null for a new one. */
  readonly ownId: string | null;
}

async function findMetAmong(
  db: Queryable,
  owner: ClaimOwner,
  wooProductIds: readonly number[],
): Promise<MetClaim | null> {
  let found: MetClaim | null = null;
  for (const wooProductId of wooProductIds) {
    const met = await findMetClaim(db, { ...owner, wooProductId, wooVariationId: null });
    if (met !== null && met.how !== 'another-organizer') return met;
    found ??= met;
  }
  return found;
}

/**
 * Refuses a configuration that would count the same orders twice. Refuses a second organizer unless a person
 * asked for that.
 */
export function refuseMetClaim(met: MetClaim | null, anotherOrganizer: boolean): void {
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
