import type { DemoStore } from '../model/model.ts';
import { phpList, phpMap, phpSerialize } from '../text/php-value.ts';
import { WOOCOMMERCE_VERSION } from './order-bookkeeping.ts';
import type { StoreWriter } from './store-writer.ts';

const PLUGINS = [
  'fooevents/fooevents.php',
  'fooevents_custom_attendee_fields/fooevents-custom-attendee-fields.php',
  'fooevents_express_check_in/fooevents-express-check_in.php',
  'fooevents_multi_day/fooevents-multi-day.php',
  'woocommerce/woocommerce.php',
];

/** The site's own settings, from which a reader gets the layout, the zone and the currency. */
export function writeOptions(writer: StoreWriter, store: DemoStore): void {
  const { settings } = store;
  const hpos = settings.layout !== 'posts';
  const options: readonly (readonly [name: string, value: string])[] = [
    ['siteurl', settings.siteUrl],
    ['home', settings.siteUrl],
    ['blogname', 'Boletería Tres Robles'],
    ['blogdescription', ''],
    ['admin_email', 'administra@example.net'],
    ['date_format', 'd/m/Y'],
    ['time_format', 'H:i'],
    ['timezone_string', settings.timezone],
    ['gmt_offset', ''],
    ['start_of_week', '1'],
    ['blog_charset', 'UTF-8'],
    ['permalink_structure', '/%postname%/'],
    ['template', 'twentytwentyfive'],
    ['stylesheet', 'twentytwentyfive'],
    ['db_version', '60421'],
    ['initial_db_version', '60421'],
    ['active_plugins', phpSerialize(phpList(PLUGINS))],
    ['user_count', String(store.customers.length + 1)],
    [`${settings.prefix}user_roles`, phpSerialize(phpMap([]))],
    ['woocommerce_version', WOOCOMMERCE_VERSION],
    ['woocommerce_db_version', WOOCOMMERCE_VERSION],
    ['woocommerce_schema_version', '920'],
    ['woocommerce_default_country', 'CL:CL-LR'],
    ['woocommerce_calc_taxes', 'no'],
    ['woocommerce_prices_include_tax', 'no'],
    ['woocommerce_enable_coupons', 'yes'],
    ['woocommerce_enable_guest_checkout', 'yes'],
    ['woocommerce_currency', 'CLP'],
    ['woocommerce_currency_pos', 'left'],
    ['woocommerce_price_thousand_sep', '.'],
    ['woocommerce_price_decimal_sep', ','],
    ['woocommerce_price_num_decimals', '0'],
    ['woocommerce_manage_stock', 'yes'],
    ['woocommerce_analytics_enabled', 'yes'],
    ['woocommerce_attribute_lookup_enabled', 'no'],
    ['woocommerce_custom_orders_table_created', 'yes'],
    ['woocommerce_custom_orders_table_enabled', hpos ? 'yes' : 'no'],
    ['woocommerce_custom_orders_table_data_sync_enabled', settings.layout === 'compatibility' ? 'yes' : 'no'],
    ['woocommerce_feature_custom_order_tables_enabled', hpos ? 'yes' : 'no'],
    ['action_scheduler_migration_status', 'complete'],
    ['schema-ActionScheduler_StoreSchema', '8.0.1740999600'],
    ['fooevents_database_version', '1.2'],
    ['fooevents_db', '1'],
    ['globalWooCommerceEventsSendOnStatus', phpSerialize(phpList(['wc-completed']))],
  ];
  for (const [name, value] of options) writer.emit('options', [writer.next('options'), name, value, 'on']);
  for (const slug of ['action-scheduler-migration', 'woocommerce-db-updates', 'wc-admin-data']) {
    writer.emit('actionscheduler_groups', [writer.next('actionscheduler_groups'), slug]);
  }
}

/** Writes the administrator, and the people who have an account. */
export function writeUsers(writer: StoreWriter, store: DemoStore): void {
  const { clock, settings } = writer;
  const openedAtUtc = (store.customers[0]?.registeredAtUtc ?? settings.nowUtc) - 86_400;
  emitUser(writer, 1, 'administra', 'administra@example.net', clock.utc(openedAtUtc), 'administrator', [
    ['first_name', ''],
    ['last_name', ''],
  ]);
  for (const { userId, login, buyer, registeredAtUtc } of store.customers) {
    emitUser(writer, userId, login, buyer.email, clock.utc(registeredAtUtc), 'customer', [
      ['first_name', buyer.firstName],
      ['last_name', buyer.lastName],
      ['billing_first_name', buyer.firstName],
      ['billing_last_name', buyer.lastName],
      ['billing_country', 'CL'],
      ['billing_email', buyer.email],
      ['billing_phone', buyer.phone],
      ['paying_customer', '1'],
    ]);
  }
}

function emitUser(
  writer: StoreWriter,
  id: number,
  login: string,
  email: string,
  registered: string,
  role: 'administrator' | 'customer',
  metas: readonly (readonly [string, string])[],
): void {
  // No password matches this hash.
  writer.emit('users', [id, login, '*', login, email, '', registered, '', 0, login]);
  const { prefix } = writer.settings;
  for (const [key, value] of [
    ['nickname', login],
    ...metas,
    ['locale', ''],
    [`${prefix}capabilities`, phpSerialize(phpMap([[role, true]]))],
    [`${prefix}user_level`, role === 'administrator' ? '10' : '0'],
  ] as const) {
    writer.emit('usermeta', [writer.next('usermeta'), id, key, value]);
  }
}
