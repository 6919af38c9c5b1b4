import { type Queryable, queryRows } from '../database.ts';

/** A configuration that has a product as one of its own or as a counted translation. */
export interface ProductHolder {
  readonly configurationId: string;
  readonly wooProductId: number;
  /** false if the configuration is disabled. */
  readonly isSynced: boolean;
}

/**
 * The configurations of the same organizer and store that have one of these products, the oldest first.
 *
 * @param ownIds the products of this configuration, as they are or would be
 */
export async function listHolders(
  db: Queryable,
  configurationId: string,
  ownIds: readonly number[],
  wooProductIds: readonly number[],
): Promise<readonly ProductHolder[]> {
  return await queryRows<ProductHolder>(
    db,
    `select c.id as "configurationId", k.product as "wooProductId",
       c.status <> 'disabled' as "isSynced"
     from sync_configurations own join sync_configurations c on c.organizer_id = own.organizer_id
       and store_key(c.pinned_site_url) = store_key(own.pinned_site_url) and c.deleted_at is null
     cross join lateral (
       select unnest($2::bigint[]) as product where c.id = own.id
       union all
       select c.woo_product_id where c.id <> own.id
       union all
       select p.woo_product_id from sync_configuration_products p
       where p.configuration_id = c.id and c.id <> own.id
     ) k
     where own.id = $1 and k.product = any($3::bigint[])
     order by c.created_at, c.id, k.product`,
    [configurationId, ownIds, wooProductIds],
  );
}

/**
 * The translations that are counted with a configuration's products, each with the product that it translates.
 */
export type CountedTranslations = Readonly<Record<string, number>>;

export async function noteTranslations(
  db: Queryable,
  configurationId: string,
  translations: CountedTranslations,
): Promise<void> {
  await queryRows(
    db,
    `update sync_configurations set woo_translations = $2, updated_at = now()
     where id = $1 and woo_translations is distinct from $2::jsonb`,
    [configurationId, JSON.stringify(translations)],
  );
}
