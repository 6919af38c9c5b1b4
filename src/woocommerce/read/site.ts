import type { StoreConnection } from '../reach/store-connection.ts';
import { cellId, cellText, firstRow } from './cells.ts';
import { DRAFTS } from './order-headers.ts';
import type { OrderLayout, StoreTables } from './store-tables.ts';

/** Every table of the database by name, with its storage engine (null for a view). */
export async function readTables(
  connection: StoreConnection,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await connection.query(
    `SELECT t.TABLE_NAME, t.ENGINE FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE()`,
    signal,
  );
  return new Map(rows.map(([name, engine]) => [cellText(name) ?? '', cellText(engine)]));
}

/** The site's settings that decide how it is read; absent ones are ''. */
export interface SiteOptions {
  readonly customOrdersTable: string;
  readonly customOrdersSync: string;
  readonly currency: string;
  readonly timezoneString: string;
  readonly gmtOffset: string;
  readonly siteUrl: string;
  readonly home: string;
  readonly activePlugins: string;
  readonly analytics: string;
  readonly analyticsScheduled: string;
  /** What the betas of WooCommerce 10.5 called the opposite of it. */
  readonly analyticsImmediate: string;
  readonly woocommerceVersion: string;
}

export async function readOptions(
  connection: StoreConnection,
  tables: StoreTables,
  signal: AbortSignal,
): Promise<SiteOptions> {
  const rows = await connection.query(
    `SELECT o.option_name, o.option_value FROM ${tables.options} o
     WHERE o.option_name IN ('woocommerce_custom_orders_table_enabled',
       'woocommerce_custom_orders_table_data_sync_enabled', 'woocommerce_currency', 'timezone_string',
       'gmt_offset', 'siteurl', 'home', 'active_plugins', 'woocommerce_analytics_enabled',
       'woocommerce_analytics_scheduled_import', 'woocommerce_analytics_immediate_import', 'woocommerce_version',
       'woocommerce_db_version')`,
    signal,
  );
  const values = new Map(rows.map(([name, value]) => [cellText(name), cellText(value) ?? '']));
  const option = (name: string): string => values.get(name) ?? '';
  return {
    customOrdersTable: option('woocommerce_custom_orders_table_enabled'),
    customOrdersSync: option('woocommerce_custom_orders_table_data_sync_enabled'),
    currency: option('woocommerce_currency'),
    timezoneString: option('timezone_string'),
    gmtOffset: option('gmt_offset'),
    siteUrl: option('siteurl'),
    home: option('home'),
    activePlugins: option('active_plugins'),
    analytics: option('woocommerce_analytics_enabled'),
    analyticsScheduled: option('woocommerce_analytics_scheduled_import'),
    analyticsImmediate: option('woocommerce_analytics_immediate_import'),
    woocommerceVersion: option('woocommerce_version') || option('woocommerce_db_version'),
  };
}

/**
 * Is there no order in the place that counts, though there are some in the other one? Drafts tell nothing: a
 * visitor's cart makes one wherever the setting says. (Where the order tables count, WooCommerce leaves posts of
 * another type in the orders' places.)
 */
export async function ordersOnlyElsewhere(
  connection: StoreConnection,
  tables: StoreTables,
  counting: OrderLayout,
  signal: AbortSignal,
): Promise<boolean> {
  const inTables = (ignored: string): string =>
    `SELECT 1 FROM ${tables.orders} o
     WHERE o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${ignored})`;
  const inPosts = (ignored: string): string =>
    `SELECT 1 FROM ${tables.posts} p WHERE p.post_type = 'shop_order' AND p.post_status NOT IN (${ignored})`;
  const [here, there] = counting === 'hpos' ? [inTables, inPosts] : [inPosts, inTables];
  const sql = `SELECT EXISTS (${here(DRAFTS)}), EXISTS (${there(`${DRAFTS}, 'trash'`)})`;
  const [isHere, isThere] = firstRow(await connection.query(sql, signal));
  return cellId(isHere) === 0 && cellId(isThere) === 1;
}
