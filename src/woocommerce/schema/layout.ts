import { AppError } from '../../kernel/errors.ts';
import type { TextEncoding } from '../../vocabulary/credentials.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { orderNumberMetas } from '../plugins/order-number.ts';
import type { TicketPlugin, TicketSettings } from '../plugins/ticket-plugin.ts';
import { TICKET_PLUGINS, ticketPluginOf } from '../plugins/ticket-plugins.ts';
import { readActivePlugins, readNetworkPlugins } from '../values/active-plugins.ts';
import { latin1Reading } from '../values/latin1/reread-rows.ts';
import { hasLatin1, readTextColumns, type TextColumns } from '../values/latin1/text-columns.ts';
import { ownTimezone, siteTimezone } from '../values/times/store-time.ts';
import {
  ordersOnlyElsewhere,
  readNetworkPluginOption,
  readOptions,
  readTables,
  readUniqueColumns,
  type SiteOptions,
  tablesWithoutKey,
} from './site.ts';
import { type OrderLayout, PREFIX, type StoreTables, type TableNames, tablesOf } from './store-tables.ts';

/** How this store stores its data, as found in the store itself. */
export interface StoreLayout extends TicketSettings {
  readonly prefix: string;
  readonly tables: StoreTables;
  readonly orders: OrderLayout;
  /** true if orders are written to both places: "compatibility mode". */
  readonly sync: boolean;
  readonly siteUrl: string;
  readonly currency: string;
  /** An IANA zone, or `+HH:MM`. */
  readonly timezone: string;
  /** The zone that the site names. Null if it names none; then `timezone` is UTC. */
  readonly ownTimezone: string | null;
  readonly woocommerceVersion: string;
  /** The active plugins; null if the site's list cannot be read. */
  readonly plugins: readonly string[] | null;
  /** The ticket plugin of this store. */
  readonly plugin: TicketPlugin;
  /** Whether the ticket plugin's log of check-ins exists. */
  readonly hasCheckIns: boolean;
  /**
   * true if WooCommerce adds an action to its queue, and a comment, for each change of an order. The present
   * setting decides, because rows from before a change of the setting stay for a month.
   */
  readonly hasActions: boolean;
  /** true if WPML's table exists and is visible. */
  readonly hasTranslations: boolean;
  /** The text columns whose character set matters; empty if texts are taken as they arrive. */
  readonly textColumns: TextColumns;
  /** true if some columns of orders, tickets and products store text in `latin1`. */
  readonly readsLatin1: boolean;
  /** The meta of an order that a person named for its number; null if none was named. */
  readonly orderNumberMeta: string | null;
  readonly warnings: readonly string[];
}

const NEEDED = [
  'options',
  'posts',
  'postmeta',
  'terms',
  'term_taxonomy',
  'term_relationships',
  'woocommerce_order_items',
  'woocommerce_order_itemmeta',
];
const NEEDED_BY_HPOS = ['wc_orders', 'wc_order_addresses', 'wc_order_operational_data', 'wc_orders_meta'];
const ACTIONS = ['actionscheduler_actions', 'comments'];

/** Which store of a database to read, and how to decode its texts. */
interface LayoutChoice {
  /** The table prefix. Null means the only one in the database. */
  readonly prefix: string | null;
  /** Absent means auto. */
  readonly textEncoding?: TextEncoding;
  /** The meta of an order that contains its number. Null or absent means only those of known plugins. */
  readonly orderNumberMeta?: string | null;
}

/**
 * Finds the store in its database and its kind of order storage. Only the site's option decides which order
 * tables count, because a migrated store keeps a complete and outdated copy in the other ones.
 *
 * @throws config `store.not-woocommerce`: no WooCommerce in this database
 * @throws config `store.several-prefixes`: several sites share it and none is named
 * @throws config `store.no-such-prefix`: the named one does not exist
 * @throws config `store.incomplete-layout`: tables are missing, or not visible to this user
 * @throws config `store.half-migrated`: the storage that counts has no order, but the other one has
 */
export async function readLayout(
  connection: StoreConnection,
  { prefix: namedPrefix, textEncoding = 'auto', orderNumberMeta = null }: LayoutChoice,
  signal: AbortSignal,
): Promise<StoreLayout> {
  const engines = await readTables(connection, signal);
  const prefix = choosePrefix([...engines.keys()], namedPrefix);
  const names = tablesOf(prefix, null);
  demand(NEEDED, prefix, engines);
  const textColumns =
    textEncoding === 'auto'
      ? await readTextColumns(connection, tablesRead(prefix, 'hpos', TICKET_PLUGINS), signal)
      : new Map();
  connection.readRowsBy(latin1Reading(textColumns, null));
  const unique = await readUniqueColumns(connection, signal);
  const withoutKey = tablesWithoutKey(names, engines, unique);
  const options = await readOptions(connection, { options: names.options, withoutKey }, signal);
  if (options.woocommerceVersion === '') throw notWooCommerce();
  const orders = options.customOrdersTable === 'yes' ? 'hpos' : 'posts';
  if (orders === 'hpos') demand(NEEDED_BY_HPOS, prefix, engines);
  if (engines.has(`${prefix}wc_orders`)) await demandMigrated(connection, names, orders, signal);
  const plugins = await findPlugins(connection, prefix, engines, options.activePlugins, signal);
  const plugin = ticketPluginOf(plugins);
  const read = tablesRead(prefix, orders, [plugin]);
  const readsLatin1 = hasLatin1(textColumns, read);
  const tables: StoreTables = {
    ...storeTables(prefix, plugin, engines, unique),
    orderNumberMetas: orderNumberMetas(orderNumberMeta),
  };
  return {
    prefix,
    tables,
    orders,
    sync: options.customOrdersSync === 'yes',
    siteUrl: (options.home.trim() || options.siteUrl.trim()).replace(/\/+$/, ''),
    currency: options.currency,
    timezone: siteTimezone(options.timezoneString, options.gmtOffset),
    ownTimezone: ownTimezone(options.timezoneString, options.gmtOffset),
    woocommerceVersion: options.woocommerceVersion,
    plugins,
    plugin,
    ...plugin.readSettings(options.ofPlugin, plugins),
    hasCheckIns: plugin.names.log !== null && engines.has(prefix + plugin.names.log.table),
    hasActions:
      options.analytics !== 'no' &&
      !importsInBatches(options) &&
      ACTIONS.every((table) => engines.has(prefix + table)),
    hasTranslations: engines.has(`${prefix}icl_translations`),
    textColumns,
    readsLatin1,
    orderNumberMeta,
    warnings: [
      ...(keepsNoView(read, engines) ? ['store.myisam-tables'] : []),
      ...(readsLatin1 ? ['store.latin1-columns'] : []),
      ...(tables.withoutKey.size > 0 ? ['store.no-primary-key'] : []),
      ...(orders === 'posts' && importsInBatches(options) ? ['store.analytics-in-batches'] : []),
    ],
  };
}

function storeTables(
  prefix: string,
  { names }: TicketPlugin,
  engines: ReadonlyMap<string, string | null>,
  unique: ReadonlySet<string>,
): Omit<StoreTables, 'orderNumberMetas'> {
  const tables = tablesOf(prefix, names.log?.table ?? null);
  return { ...tables, tickets: names, withoutKey: tablesWithoutKey(tables, engines, unique) };
}

/** Analytics may import changed orders in batches twice a day, instead of each one as it changes. */
function importsInBatches({ analyticsScheduled, analyticsImmediate }: SiteOptions): boolean {
  return analyticsScheduled === '' ? analyticsImmediate === 'no' : analyticsScheduled === 'yes';
}

/**
 * Refuses a store whose setting was changed without moving its orders, because it would look like a store that
 * lost them all. The rows decide nothing else, because the other storage may have a complete and outdated copy.
 */
async function demandMigrated(
  connection: StoreConnection,
  tables: TableNames,
  orders: OrderLayout,
  signal: AbortSignal,
): Promise<void> {
  if (!(await ordersOnlyElsewhere(connection, tables, orders, signal))) return;
  throw new AppError({
    code: 'store.half-migrated',
    message:
      orders === 'hpos'
        ? "WooCommerce's order tables are switched on but empty, and the orders are still posts: finish the migration in WooCommerce first."
        : "WooCommerce's order tables are switched off, but the orders are still there and none is a post: finish the migration in WooCommerce first.",
    details: { orders },
  });
}

/**
 * A network of sites has a list of plugins for all sites, in addition to each site's own, in tables with the
 * prefix of the network.
 */
async function findPlugins(
  connection: StoreConnection,
  prefix: string,
  engines: ReadonlyMap<string, unknown>,
  ownOption: string,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const own = readActivePlugins(ownOption);
  const networkPrefix = prefix.replace(/(?<=_)\d+_$/, '');
  if (!engines.has(`${networkPrefix}sitemeta`)) return networkPrefix === prefix ? own : null;
  const option = await readNetworkPluginOption(connection, tablesOf(networkPrefix, null), signal);
  return own === null ? null : [...own, ...(readNetworkPlugins(option) ?? [])];
}

function choosePrefix(tableNames: readonly string[], named: string | null): string {
  const mark = 'woocommerce_order_items';
  const names = new Set(tableNames);
  const prefixes = tableNames
    .filter((name) => name.endsWith(mark))
    .map((name) => name.slice(0, -mark.length))
    .filter((prefix) => PREFIX.test(prefix) && names.has(`${prefix}options`))
    .toSorted();
  if (named !== null) {
    if (prefixes.includes(named)) return named;
    // A server may store every name in lower case, although wp-config.php does not.
    const inSmall = prefixes.filter((prefix) => prefix.toLowerCase() === named.toLowerCase());
    const [same] = inSmall;
    if (same !== undefined && inSmall.length === 1) return same;
    const found = prefixes.map((prefix) => `"${prefix}"`).join(', ');
    throw new AppError({
      code: 'store.no-such-prefix',
      message: `This database holds no WooCommerce tables with the prefix "${named}".${found === '' ? '' : ` It has ${found}.`}`,
      details: { named, found: prefixes },
    });
  }
  const [only, ...others] = prefixes;
  if (only === undefined) throw notWooCommerce();
  if (others.length === 0) return only;
  throw new AppError({
    code: 'store.several-prefixes',
    message: `This database holds several stores (table prefixes ${prefixes.join(', ')}): name the prefix of one.`,
    details: { found: prefixes },
  });
}

function notWooCommerce(): AppError {
  return new AppError({
    code: 'store.not-woocommerce',
    message: 'This database holds no WooCommerce store that this user may read.',
  });
}

function demand(tables: readonly string[], prefix: string, engines: ReadonlyMap<string, unknown>): void {
  const missing = tables.map((table) => prefix + table).filter((table) => !engines.has(table));
  if (missing.length === 0) return;
  throw new AppError({
    code: 'store.incomplete-layout',
    message: `Tables of the store are missing or not visible to this user: ${missing.join(', ')}.`,
    details: { missing },
  });
}

/** The tables from which rows of an event are read, for one kind of order storage. */
function tablesRead(
  prefix: string,
  orders: OrderLayout,
  plugins: readonly TicketPlugin[],
): readonly string[] {
  const logs = plugins.flatMap(({ names }) => names.log?.table ?? []);
  const names = [...NEEDED, ...(orders === 'hpos' ? NEEDED_BY_HPOS : []), ...logs];
  return names.map((table) => prefix + table);
}

/** Only InnoDB provides a consistent view. Null means a view, whose engine is unknown. */
function keepsNoView(tables: readonly string[], engines: ReadonlyMap<string, string | null>): boolean {
  return tables
    .map((table) => engines.get(table))
    .some((engine) => engine !== undefined && engine !== null && engine !== 'InnoDB');
}
