import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError, assertNever } from '../../kernel/errors.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/**
 * The product of a store, or one variation of it, that a configuration wants to have. A store is identified by
 * its address in any form: events and check-ins contain no table prefix, so two sets of tables at one address
 * count as one store.
 */
export interface ProductClaim {
  readonly organizerId: string;
  readonly siteUrl: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
  /** The configuration that wants the product; absent or null for a new one. */
  readonly ownId?: string | null;
}

/** A configuration that already has the wanted product. */
interface ExistingClaim {
  readonly id: string;
  readonly tablePrefix: string;
  readonly eventName: string;
  readonly organizerEmail: string;
  /** true if the product is the first one of that configuration. */
  readonly isFirst: boolean;
}

/**
 * How a claim meets an existing configuration. `same`: both have the same product, for the same organizer.
 * `overlap`: one of them has a product and the other a variation of it, for the same organizer, so that its
 * money would count twice. `another-organizer`: either case, for another organizer.
 */
export interface MetClaim {
  readonly how: 'same' | 'overlap' | 'another-organizer';
  readonly existing: ExistingClaim;
}

/** Advisory locks of products: the letters `prod`. */
const PRODUCT = 0x70726f64;

/**
 * Prevents others from configuring this product of this store until the transaction ends. The lock is taken
 * before the organizer is created, because everything that creates configurations takes both in this order.
 */
export async function lockProducts(
  tx: Transaction,
  siteUrl: string,
  wooProductIds: readonly number[],
): Promise<void> {
  for (const id of wooProductIds.toSorted((a, b) => a - b)) {
    await tx.query(`select pg_advisory_xact_lock($1, hashtext(store_key($2) || ' ' || $3))`, [
      PRODUCT,
      siteUrl,
      String(id),
    ]);
  }
}

/** The most serious overlap of a claim with an existing configuration; null if there is none. */
export async function findMetClaim(db: Queryable, claim: ProductClaim): Promise<MetClaim | null> {
  const [row] = await queryRows<ExistingClaim & { how: MetClaim['how'] }>(
    db,
    `with met as (
       select c.id, c.pinned_table_prefix as "tablePrefix", c.event_name as "eventName", o.contact_email as "organizerEmail", c.created_at,
         k.is_first as "isFirst", case when c.organizer_id <> $3 then 'another-organizer'
           when k.variation is not distinct from $4::bigint then 'same'
           else 'overlap' end as how
       from (
         select id, woo_variation_id as variation, true as is_first from sync_configurations
         where store_key(pinned_site_url) = store_key($1) and woo_product_id = $2
         union all
         select configuration_id, null, false from sync_configuration_products where woo_product_id = $2
       ) k join sync_configurations c on c.id = k.id join organizers o on o.id = c.organizer_id
       where c.deleted_at is null and store_key(c.pinned_site_url) = store_key($1) and c.id is distinct from $5
         and (k.variation is not distinct from $4::bigint or k.variation is null or $4::bigint is null)
     )
     select id, "tablePrefix", "eventName", "organizerEmail", "isFirst", how from met
     order by array_position(array['same', 'overlap', 'another-organizer'], how), created_at, id limit 1`,
    [claim.siteUrl, claim.wooProductId, claim.organizerId, claim.wooVariationId, claim.ownId ?? null],
  );
  if (row === undefined) return null;
  const { how, ...existing } = row;
  return { how, existing };
}

/** The error for a claim that overlaps a configuration; it names that configuration. */
export function claimRefused({ how, existing }: MetClaim): AppError {
  const { id, eventName, organizerEmail } = existing;
  const refused = (code: ErrorCode, message: string): AppError =>
    new AppError({
      code,
      message,
      details: {
        configurationId: id,
        eventName,
        organizerEmail,
        members: { configuration: { id, event_name: eventName, organizer_email: organizerEmail } },
      },
    });
  switch (how) {
    case 'same':
      return refused(
        'configuration.exists',
        `This product is already configured for this organizer, as “${eventName}” (configuration ${id}).`,
      );
    case 'overlap':
      return refused(
        'configuration.product-and-variation',
        `The organizer already has this product or a variation of it, as “${eventName}” (configuration ${id}): both together would count the same orders twice.`,
      );
    case 'another-organizer':
      return refused(
        'configuration.another-organizer',
        `This product is already configured for ${organizerEmail}, as “${eventName}” (configuration ${id}). To keep it for another organizer as well, switch on “Also for another organizer” in the panel (under “Further rules”), or give --another-organizer or another_organizer.`,
      );
    default:
      return assertNever(how);
  }
}
