import type { StoreConnection } from '../connect/store-connection.ts';
import { TICKET_PLUGINS } from '../plugins/ticket-plugins.ts';
import { cellId, cellText, firstRow, textList } from '../values/cells.ts';
import { DRAFTS } from '../values/drafts.ts';
import { KEY_COLUMNS, type OrderLayout, type StoreTables, type TableNames } from './store-tables.ts';

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

/** The columns with a unique index of their own, each as `table.column` in lower case. */
export async function readUniqueColumns(
  connection: StoreConnection,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    `SELECT s.TABLE_NAME, MIN(s.COLUMN_NAME) FROM information_schema.STATISTICS s
     WHERE s.TABLE_SCHEMA = DATABASE() AND s.NON_UNIQUE = 0
     GROUP BY s.TABLE_NAME, s.INDEX_NAME HAVING COUNT(*) = 1`,
    signal,
  );
  return new Set(rows.map(([table, column]) => `${cellText(table)}.${cellText(column)}`.toLowerCase()));
}

/**
 * The store's tables without a unique index on their ids.
 *
 * @param engines as `readTables` returns them: a view has no index, and its table is unknown
 */
export function tablesWithoutKey(
  tables: TableNames,
  engines: ReadonlyMap<string, string | null>,
  unique: ReadonlySet<string>,
): ReadonlySet<string> {
  const keys = Object.entries(KEY_COLUMNS) as [keyof typeof KEY_COLUMNS, string][];
  const without = keys.filter(([table, column]) => {
    const name = tables[table].slice(1, -1);
    const isTable = (engines.get(name) ?? null) !== null;
    return isTable && !unique.has(`${name}.${column}`.toLowerCase());
  });
  return new Set(without.map(([table]) => tables[table]));
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
  /** In the betas of WooCommerce 10.5, the setting had the opposite meaning. */
  readonly analyticsImmediate: string;
  readonly woocommerceVersion: string;
  /** The options of the ticket plugins, by name. */
  readonly ofPlugin: (name: string) => string;
}

const OPTIONS = `'woocommerce_custom_orders_table_enabled', 'woocommerce_custom_orders_table_data_sync_enabled',
  'woocommerce_currency', 'timezone_string', 'gmt_offset', 'siteurl', 'home', 'active_plugins',
  'woocommerce_analytics_enabled', 'woocommerce_analytics_scheduled_import',
  'woocommerce_analytics_immediate_import', 'woocommerce_version', 'woocommerce_db_version'`;

const PLUGIN_OPTIONS = textList(TICKET_PLUGINS.flatMap(({ options }) => options));

export async function readOptions(
  connection: StoreConnection,
  tables: Pick<StoreTables, 'options' | 'withoutKey'>,
  signal: AbortSignal,
): Promise<SiteOptions> {
  const rows = await connection.query(
    `SELECT o.option_name, o.option_value FROM ${tables.options} o WHERE o.option_name IN (${OPTIONS}, ${PLUGIN_OPTIONS})`,
    signal,
  );
  const values = new Map(rows.map(([name, value]) => [cellText(name) ?? '', cellText(value) ?? '']));
  if (tables.withoutKey.has(tables.options)) {
    for (const [name, value] of await readDoubledOptions(connection, tables, signal)) values.set(name, value);
  }
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
    ofPlugin: option,
  };
}

/** A network's list of the plugins that are active on all of its sites; '' if there is none. */
export async function readNetworkPluginOption(
  connection: StoreConnection,
  tables: Pick<StoreTables, 'networkMeta'>,
  signal: AbortSignal,
): Promise<string> {
  const rows = await connection.query(
    `SELECT s.meta_value FROM ${tables.networkMeta} s WHERE s.meta_key = 'active_sitewide_plugins'
     ORDER BY s.meta_id LIMIT 1`,
    signal,
  );
  return cellText(rows[0]?.[0]) ?? '';
}

/**
 * Whether the storage that counts has no order although the other one has. Drafts do not count, because a
 * visitor's cart creates one in the configured storage. (With order tables, WooCommerce reserves order ids with
 * posts of another type.)
 */
export async function ordersOnlyElsewhere(
  connection: StoreConnection,
  tables: TableNames,
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

/**
 * Reads duplicate options as WordPress does. Of autoloaded options the last row counts; of others, the first.
 *
 * @source wp_load_alloptions and get_option of WordPress 6.8
 */
async function readDoubledOptions(
  connection: StoreConnection,
  tables: Pick<StoreTables, 'options' | 'withoutKey'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query(
    `SELECT o.option_name, o.option_value, IF(o.autoload IN ('yes', 'on', 'auto-on', 'auto'), 1, 0)
     FROM ${tables.options} o WHERE o.option_name IN (${OPTIONS}, ${PLUGIN_OPTIONS})`,
    signal,
  );
  const [first, loaded] = [new Map<string, string>(), new Map<string, string>()];
  for (const [nameCell, valueCell, isLoaded] of rows) {
    const [name, value] = [cellText(nameCell) ?? '', cellText(valueCell) ?? ''];
    if (!first.has(name)) first.set(name, value);
    if (cellId(isLoaded) === 1) loaded.set(name, value);
  }
  return new Map([...first, ...loaded]);
}
