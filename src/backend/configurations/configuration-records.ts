import { AppError } from '../../kernel/errors.ts';
import type { Frequency } from '../../vocabulary/configurations.ts';
import type { OrderStatus, RefundPolicy } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** WooCommerce products (or one variation of a product) that are read as one event. */
export interface Configuration {
  readonly id: string;
  readonly name: string;
  readonly organizerId: string;
  readonly credentialsId: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
  /** Further products that are the same event, in the order given. */
  readonly otherProductIds: readonly number[];
  /** Translations of its products that were counted with them, each with the product that it translates. */
  readonly translations: Readonly<Record<string, number>>;
  readonly eventName: string;
  readonly eventDescription: string | null;
  readonly eventStartDate: Date | null;
  readonly eventEndDate: Date | null;
  readonly ticketTierName: string;
  /** Decimal text with two decimals: `10.00`. */
  readonly serviceFeePercentage: string;
  readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  readonly refundPolicy: RefundPolicy;
  readonly frequency: Frequency;
  /** An execution sweeps the tables as long as a sweep takes no longer than this. */
  readonly sweepBudgetSeconds: number;
  /** Decimal text: the percentage of the active tickets that the executions of a day may remove. */
  readonly maxRemovalPercent: string;
  readonly pinnedSiteUrl: string;
  readonly pinnedTablePrefix: string;
  readonly pinnedProductCreatedAt: Date | null;
}

/** The settings that the command line gives on each call. */
interface ConfigurationSettings {
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
  refund_policy as "refundPolicy", frequency, sweep_budget_seconds as "sweepBudgetSeconds",
  max_removal_percent::text as "maxRemovalPercent", pinned_site_url as "pinnedSiteUrl",
  pinned_table_prefix as "pinnedTablePrefix", pinned_product_created_at as "pinnedProductCreatedAt",
  (select coalesce(jsonb_agg(p.woo_product_id order by p.position), '[]') from sync_configuration_products p
   where p.configuration_id = sync_configurations.id) as "otherProductIds", woo_translations as translations`;

/** @throws missing `configuration.none` */
export async function getConfiguration(db: Queryable, id: string): Promise<Configuration> {
  const [row] = await queryRows<Configuration>(
    db,
    `select ${COLUMNS} from sync_configurations where id = $1`,
    [id],
  );
  if (row !== undefined) return row;
  throw new AppError({
    code: 'configuration.none',
    message: 'There is no such configuration.',
  });
}

/** Records the zone that the store names now. It may differ from the zone of the configuration. */
export async function noteStoreTimezone(db: Queryable, id: string, timezone: string | null): Promise<void> {
  await queryRows(
    db,
    'update sync_configurations set store_timezone = $2 where id = $1 and store_timezone is distinct from $2',
    [id, timezone],
  );
}

/** Gives an existing configuration the settings of this call. */
export async function resetConfiguration(
  tx: Transaction,
  id: string,
  settings: ConfigurationSettings,
): Promise<Configuration> {
  const [row] = await queryRows<Configuration>(
    tx,
    `update sync_configurations set credentials_id = $2, event_name = $3, ticket_tier_name = $4,
       service_fee_percentage = $5, updated_at = now()
     where id = $1 returning ${COLUMNS}`,
    [id, settings.credentialsId, settings.eventName, settings.ticketTierName, settings.serviceFeePercentage],
  );
  if (row === undefined) throw new Error('a configuration that was just found does not exist');
  return row;
}
