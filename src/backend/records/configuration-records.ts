import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { RefundPolicy } from '../../ticketing/event-order.ts';
import type { OrderStatus } from '../../ticketing/status.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** One WooCommerce product (or one variation of it) kept as one event. */
export interface Configuration {
  readonly id: string;
  readonly name: string;
  readonly organizerId: string;
  readonly credentialsId: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
  readonly eventName: string;
  readonly eventDescription: string | null;
  readonly eventStartDate: Date | null;
  readonly eventEndDate: Date | null;
  readonly ticketTierName: string;
  /** Decimal text with two digits: `10.00`. */
  readonly serviceFeePercentage: string;
  readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  readonly refundPolicy: RefundPolicy;
  /** An execution sweeps while that takes no longer. */
  readonly sweepBudgetSeconds: number;
  /** Decimal text: of the active tickets, how many a day's executions may take away. */
  readonly maxRemovalPercent: string;
  readonly pinnedSiteUrl: string;
  readonly pinnedTablePrefix: string;
  readonly pinnedProductCreatedAt: Date | null;
}

/** What identifies a configuration: the same product of the same store for the same organizer. */
export interface ConfigurationKey {
  readonly organizerId: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
  readonly siteUrl: string;
  readonly tablePrefix: string;
}

/** What the command line says anew each time. */
export interface ConfigurationSettings {
  readonly credentialsId: string;
  readonly eventName: string;
  readonly ticketTierName: string;
  readonly serviceFeePercentage: string;
}

const COLUMNS = `id, name, organizer_id as "organizerId", credentials_id as "credentialsId",
  woo_product_id as "wooProductId", woo_variation_id as "wooVariationId", event_name as "eventName",
  event_description as "eventDescription", event_start_date as "eventStartDate",
  event_end_date as "eventEndDate", ticket_tier_name as "ticketTierName",
  service_fee_percentage::text as "serviceFeePercentage", status_mapping as "statusMapping",
  refund_policy as "refundPolicy", sweep_budget_seconds as "sweepBudgetSeconds",
  max_removal_percent::text as "maxRemovalPercent", pinned_site_url as "pinnedSiteUrl",
  pinned_table_prefix as "pinnedTablePrefix", pinned_product_created_at as "pinnedProductCreatedAt"`;

export async function findConfiguration(
  db: Queryable,
  key: ConfigurationKey,
): Promise<Configuration | undefined> {
  const rows = await queryRows<Configuration>(
    db,
    `select ${COLUMNS} from sync_configurations
     where organizer_id = $1 and woo_product_id = $2 and woo_variation_id is not distinct from $3
       and pinned_site_url = $4 and pinned_table_prefix = $5 and deleted_at is null`,
    [key.organizerId, key.wooProductId, key.wooVariationId, key.siteUrl, key.tablePrefix],
  );
  return rows[0];
}

/** @throws missing `configuration.none` */
export async function getConfiguration(db: Queryable, id: string): Promise<Configuration> {
  const [row] = await queryRows<Configuration>(
    db,
    `select ${COLUMNS} from sync_configurations where id = $1`,
    [id],
  );
  if (row !== undefined) return row;
  throw new AppError({
    kind: 'missing',
    code: 'configuration.none',
    message: 'There is no such configuration.',
  });
}

/** Makes the configuration, or gives the present one the settings of this call. */
export async function saveConfiguration(
  tx: Transaction,
  key: ConfigurationKey,
  settings: ConfigurationSettings,
  productCreatedAtUtc: Date | null,
): Promise<Configuration> {
  const rows = await queryRows<Configuration>(
    tx,
    `insert into sync_configurations
       (id, name, organizer_id, credentials_id, woo_product_id, woo_variation_id, event_name,
        ticket_tier_name, service_fee_percentage, pinned_site_url, pinned_table_prefix,
        pinned_product_created_at)
     values ($1, $2, $3, $4, $5, $6, $2, $7, $8, $9, $10, $11)
     on conflict (organizer_id, pinned_site_url, pinned_table_prefix, woo_product_id, woo_variation_id)
     where deleted_at is null
     do update set credentials_id = excluded.credentials_id, event_name = excluded.event_name,
       ticket_tier_name = excluded.ticket_tier_name,
       service_fee_percentage = excluded.service_fee_percentage, updated_at = now()
     returning ${COLUMNS}`,
    [
      newId(),
      settings.eventName,
      key.organizerId,
      settings.credentialsId,
      key.wooProductId,
      key.wooVariationId,
      settings.ticketTierName,
      settings.serviceFeePercentage,
      key.siteUrl,
      key.tablePrefix,
      productCreatedAtUtc,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a configuration that was just saved is not there');
  return row;
}
