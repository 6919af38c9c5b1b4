import { AppError } from '../kernel/errors.ts';
import { parsePhpValue, phpEntries, phpText } from './php-value.ts';
import type { StoreConnection } from './reach/store-connection.ts';
import {
  ordersOnlyElsewhere,
  readOptions,
  readTables,
  readTablesWithoutKey,
  type SiteOptions,
} from './read/site.ts';
import { type OrderLayout, PREFIX, type StoreTables, tablesOf } from './read/store-tables.ts';
import { ownTimezone, siteTimezone } from './translate/store-time.ts';

/** How this store keeps its data: read from the store itself, never assumed. */
export interface StoreLayout {
  readonly prefix: string;
  readonly tables: StoreTables;
  readonly orders: OrderLayout;
  /** Orders are written to both places: "compatibility mode". */
  readonly sync: boolean;
  readonly siteUrl: string;
  readonly currency: string;
  /** IANA zone or `+HH:MM`. */
  readonly timezone: string;
  /** As the site names it; null: it names none, and `timezone` is UTC. */
  readonly ownTimezone: string | null;
  readonly woocommerceVersion: string;
  readonly plugins: readonly string[];
  /** The ticket plugin's log of check-ins is there. */
  readonly hasCheckIns: boolean;
  /**
   * WooCommerce writes a line in its queue of actions, and in the comments, for each change of an order. The setting
   * says so: lines of the time before it was changed stay for a month.
   */
  readonly hasActions: boolean;
  /** The ticket plugin makes tickets for a subscription's renewals as well. */
  readonly renewalsOweTickets: boolean;
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
const CHECK_INS = 'fooevents_check_in';
const ACTIONS = ['actionscheduler_actions', 'comments'];

/**
 * Finds the store in its database and how it keeps its orders. Which order table counts is decided by the
 * site's option alone: a store that was migrated keeps a full and stale copy on the other side.
 *
 * @throws config `store.not-woocommerce`: no WooCommerce in this database
 * @throws config `store.several-prefixes`: several sites share it and none was named
 * @throws config `store.no-such-prefix`: the one named is not there
 * @throws config `store.incomplete-layout`: tables are missing, or not visible to this user
 * @throws config `store.half-migrated`: the place that counts holds no order, the other one does
 */
export async function readLayout(
  connection: StoreConnection,
  namedPrefix: string | null,
  signal: AbortSignal,
): Promise<StoreLayout> {
  const engines = await readTables(connection, signal);
  const prefix = choosePrefix([...engines.keys()], namedPrefix);
  const names = tablesOf(prefix);
  demand(NEEDED, prefix, engines);
  const withoutKey = await readTablesWithoutKey(connection, names, engines, signal);
  const tables = { ...names, withoutKey };
  const options = await readOptions(connection, tables, signal);
  if (options.woocommerceVersion === '') throw notWooCommerce();
  const orders = options.customOrdersTable === 'yes' ? 'hpos' : 'posts';
  if (orders === 'hpos') demand(NEEDED_BY_HPOS, prefix, engines);
  if (engines.has(`${prefix}wc_orders`)) await demandMigrated(connection, tables, orders, signal);
  return {
    prefix,
    tables,
    orders,
    sync: options.customOrdersSync === 'yes',
    siteUrl: (options.home || options.siteUrl).replace(/\/+$/, ''),
    currency: options.currency,
    timezone: siteTimezone(options.timezoneString, options.gmtOffset),
    ownTimezone: ownTimezone(options.timezoneString, options.gmtOffset),
    woocommerceVersion: options.woocommerceVersion,
    plugins: activePlugins(options),
    hasCheckIns: engines.has(prefix + CHECK_INS),
    hasActions:
      options.analytics !== 'no' &&
      !importsInBatches(options) &&
      ACTIONS.every((table) => engines.has(prefix + table)),
    renewalsOweTickets: options.noRenewalTickets !== 'yes',
    warnings: [
      ...warningsOf(prefix, orders, engines),
      ...(withoutKey.size > 0 ? ['store.no-primary-key'] : []),
      ...(orders === 'posts' && importsInBatches(options) ? ['store.analytics-in-batches'] : []),
    ],
  };
}

/** Analytics are told of changed orders twice a day, and not of each as it changes. */
function importsInBatches({ analyticsScheduled, analyticsImmediate }: SiteOptions): boolean {
  return analyticsScheduled === '' ? analyticsImmediate === 'no' : analyticsScheduled === 'yes';
}

/**
 * A store whose setting was changed without moving its orders would look like one that lost them all. Which
 * rows there are decides nothing else: a copy on the other side may be there, full and stale.
 */
async function demandMigrated(
  connection: StoreConnection,
  tables: StoreTables,
  orders: OrderLayout,
  signal: AbortSignal,
): Promise<void> {
  if (!(await ordersOnlyElsewhere(connection, tables, orders, signal))) return;
  throw new AppError({
    kind: 'config',
    code: 'store.half-migrated',
    message:
      orders === 'hpos'
        ? "WooCommerce's order tables are switched on but empty, and the orders are still posts: finish the migration in WooCommerce first."
        : "WooCommerce's order tables are switched off, but the orders are still there and none is a post: finish the migration in WooCommerce first.",
    details: { orders },
  });
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
    // A server may keep every name in small letters, whatever wp-config.php says.
    const inSmall = prefixes.filter((prefix) => prefix.toLowerCase() === named.toLowerCase());
    const [same] = inSmall;
    if (same !== undefined && inSmall.length === 1) return same;
    const found = prefixes.map((prefix) => `"${prefix}"`).join(', ');
    throw new AppError({
      kind: 'config',
      code: 'store.no-such-prefix',
      message: `This database holds no WooCommerce tables with the prefix "${named}".${found === '' ? '' : ` It has ${found}.`}`,
      details: { named, found: prefixes },
    });
  }
  const [only, ...others] = prefixes;
  if (only === undefined) throw notWooCommerce();
  if (others.length === 0) return only;
  throw new AppError({
    kind: 'config',
    code: 'store.several-prefixes',
    message: `This database holds several stores (table prefixes ${prefixes.join(', ')}): name the prefix of one.`,
    details: { found: prefixes },
  });
}

function notWooCommerce(): AppError {
  return new AppError({
    kind: 'config',
    code: 'store.not-woocommerce',
    message: 'This database holds no WooCommerce store that this user may read.',
  });
}

function demand(tables: readonly string[], prefix: string, engines: ReadonlyMap<string, unknown>): void {
  const missing = tables.map((table) => prefix + table).filter((table) => !engines.has(table));
  if (missing.length === 0) return;
  throw new AppError({
    kind: 'config',
    code: 'store.incomplete-layout',
    message: `Tables of the store are missing or not visible to this user: ${missing.join(', ')}.`,
    details: { missing },
  });
}

function warningsOf(
  prefix: string,
  orders: OrderLayout,
  engines: ReadonlyMap<string, string | null>,
): readonly string[] {
  const names = [...NEEDED, ...(orders === 'hpos' ? NEEDED_BY_HPOS : []), CHECK_INS];
  const read = names.map((table) => engines.get(prefix + table));
  // Only InnoDB keeps a consistent view; null is a view, whose engine is not told.
  const unsafe = read.some((engine) => engine !== undefined && engine !== null && engine !== 'InnoDB');
  return unsafe ? ['store.myisam-tables'] : [];
}

function activePlugins(options: SiteOptions): readonly string[] {
  if (options.activePlugins === '') return [];
  try {
    return phpEntries(parsePhpValue(options.activePlugins)).flatMap(([, value]) => phpText(value) ?? []);
  } catch (error) {
    // Told for the log only: a list that cannot be read must not keep a store from being synced.
    if (error instanceof AppError && error.kind === 'rejected') return [];
    throw error;
  }
}
