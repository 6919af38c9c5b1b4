import type { StoreState } from '../../ticketing/model/store-identity.ts';
import { claimRefused, findMetClaim } from '../configurations/product-claims.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

interface Place {
  readonly siteUrl: string;
  readonly tablePrefix: string;
}

/**
 * Records the state of the store's data after both sides agreed. From then on, an older state is refused again.
 * Also records the creation date of a product that was a draft until now.
 */
export async function keepStoreState(
  tx: Transaction,
  configurationId: string,
  state: StoreState,
  productCreatedAtUtc: Date | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `update sync_configurations set store_state = $2, store_state_at = $3, accepts_older_state = false,
       pinned_product_created_at = coalesce(pinned_product_created_at, $4)
     where id = $1`,
    [configurationId, JSON.stringify(state), now, productCreatedAtUtc],
  );
}

/**
 * Writes the store's present address. Version 0.1 could have one product under both forms of an address; then
 * each of the two configurations keeps its own form. Returns whether the address was written.
 */
export async function respellAddress(
  db: Queryable,
  configurationId: string,
  siteUrl: string,
  now: Date,
): Promise<boolean> {
  const rows = await queryRows(
    db,
    `update sync_configurations c set previous_site_url = c.pinned_site_url, site_url_changed_at = $3,
       pinned_site_url = $2, updated_at = now()
     where c.id = $1 and c.pinned_site_url <> $2 and not exists (
       select from sync_configurations o
       where o.deleted_at is null and o.id <> c.id and o.organizer_id = c.organizer_id and o.pinned_site_url = $2
         and o.pinned_table_prefix = c.pinned_table_prefix and o.woo_product_id = c.woo_product_id
         and o.woo_variation_id is not distinct from c.woo_variation_id)
     returning c.id`,
    [configurationId, siteUrl, now],
  );
  return rows.length > 0;
}

/** The configurations of this store's tables (`isSamePlace`), including deleted ones. */
export async function lockStoreConfigurations(
  tx: Transaction,
  { siteUrl, tablePrefix }: Place,
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `select id from sync_configurations
     where store_key(pinned_site_url) = store_key($1) and lower(pinned_table_prefix) = lower($2)
     order by id for no key update`,
    [siteUrl, tablePrefix],
  );
  return rows.map(({ id }) => id);
}

/**
 * Gives a store its new address in all its configurations and events at once. They must change together,
 * because the gate recognises a store ticket in several events by the store's address.
 *
 * @throws conflict `configuration.exists`: the product is already configured at the new address
 */
export async function moveStore(tx: Transaction, from: Place, to: Place, now: Date): Promise<void> {
  const ids = await lockStoreConfigurations(tx, from);
  await refuseDoubles(tx, ids, to);
  await tx.query(
    `update events e set store_url = $3, updated_at = now()
     where e.configuration_id = any($1) or (e.configuration_id is null and store_key(e.store_url) = store_key($2))`,
    [ids, from.siteUrl, to.siteUrl],
  );
  await tx.query(
    `update sync_configurations set previous_site_url = pinned_site_url, site_url_changed_at = $4,
       pinned_site_url = $2, pinned_table_prefix = $3, updated_at = now()
     where id = any($1)`,
    [ids, to.siteUrl, to.tablePrefix, now],
  );
}

async function refuseDoubles(tx: Transaction, ids: readonly string[], to: Place): Promise<void> {
  const moved = await queryRows<{
    id: string;
    organizerId: string;
    product: number;
    variation: number | null;
  }>(
    tx,
    `select c.id, c.organizer_id as "organizerId", k.product, k.variation
     from sync_configurations c cross join lateral (
       select c.woo_product_id as product, c.woo_variation_id as variation
       union all
       select p.woo_product_id, null from sync_configuration_products p where p.configuration_id = c.id
     ) k where c.id = any($1) and c.deleted_at is null`,
    [ids],
  );
  for (const { organizerId, product, variation } of moved) {
    const met = await findMetClaim(tx, {
      organizerId,
      siteUrl: to.siteUrl,
      wooProductId: product,
      wooVariationId: variation,
    });
    if (met !== null && met.how !== 'another-organizer' && !ids.includes(met.existing.id))
      throw claimRefused(met);
  }
}

/**
 * Replaces the credentials of all configurations that have the same ones by those with which the store answered
 * at its new address.
 */
export async function giveCredentials(
  tx: Transaction,
  place: Place,
  from: string,
  credentialsId: string,
): Promise<void> {
  await tx.query(
    `update sync_configurations set credentials_id = $4, updated_at = now()
     where store_key(pinned_site_url) = store_key($1) and lower(pinned_table_prefix) = lower($2)
       and credentials_id = $3 and deleted_at is null`,
    [place.siteUrl, place.tablePrefix, from, credentialsId],
  );
}

/** Records that a person confirmed another store at this address. */
export async function refuseAddress(
  tx: Transaction,
  configurationIds: readonly string[],
  place: Place,
): Promise<void> {
  await tx.query(
    `update sync_configurations set refused_site_url = $2, refused_table_prefix = $3, updated_at = now()
     where id = any($1)`,
    [configurationIds, place.siteUrl, place.tablePrefix],
  );
}

/** Records that a person confirmed the product although it has another creation date. */
export async function acceptProduct(
  tx: Transaction,
  configurationId: string,
  productCreatedAtUtc: Date | null,
): Promise<void> {
  await tx.query(
    'update sync_configurations set pinned_product_created_at = $2, updated_at = now() where id = $1',
    [configurationId, productCreatedAtUtc],
  );
}

/**
 * Records that a person confirmed the store although its data are older than ours. The next successful
 * execution ends this.
 */
export async function acceptOlderState(tx: Transaction, configurationIds: readonly string[]): Promise<void> {
  await tx.query(
    'update sync_configurations set accepts_older_state = true, updated_at = now() where id = any($1)',
    [configurationIds],
  );
}

/** Records that a person withdrew the decision about another store. */
export async function forgetRefusal(tx: Transaction, configurationIds: readonly string[]): Promise<void> {
  await tx.query(
    `update sync_configurations set refused_site_url = null, refused_table_prefix = null, updated_at = now()
     where id = any($1) and refused_site_url is not null`,
    [configurationIds],
  );
}
