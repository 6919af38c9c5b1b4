import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';

/**
 * The smallest store that the reader accepts, as SQL: only the tables and columns that are read, so that every figure
 * can be checked by hand and every odd value is there for a test.
 */
export function tinyStore(prefix = 'wp_', layout: OrderLayout = 'hpos'): string {
  return `
    CREATE TABLE ${prefix}options (option_name varchar(191) PRIMARY KEY, option_value longtext NOT NULL);
    CREATE TABLE ${prefix}posts (ID bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      post_date datetime NOT NULL DEFAULT '2025-01-01 09:00:00',
      post_date_gmt datetime NOT NULL DEFAULT '2025-01-01 12:00:00',
      post_modified datetime NOT NULL DEFAULT '2025-01-01 09:00:00',
      post_modified_gmt datetime NOT NULL DEFAULT '2025-01-01 12:00:00', post_content longtext NOT NULL,
      post_title text NOT NULL, post_excerpt text NOT NULL DEFAULT '', post_status varchar(20) NOT NULL DEFAULT 'publish',
      post_parent bigint unsigned NOT NULL DEFAULT 0, post_type varchar(20) NOT NULL,
      KEY post_parent (post_parent));
    CREATE TABLE ${prefix}postmeta (meta_id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      post_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext,
      KEY post_id (post_id), KEY meta_key (meta_key(191)));
    CREATE TABLE ${prefix}terms (term_id bigint unsigned PRIMARY KEY, name varchar(200), slug varchar(200));
    CREATE TABLE ${prefix}term_taxonomy (term_taxonomy_id bigint unsigned PRIMARY KEY,
      term_id bigint unsigned, taxonomy varchar(32));
    CREATE TABLE ${prefix}term_relationships (object_id bigint unsigned, term_taxonomy_id bigint unsigned);
    CREATE TABLE ${prefix}wc_orders (id bigint unsigned PRIMARY KEY, status varchar(20), currency varchar(10),
      type varchar(20), total_amount decimal(26,8), billing_email varchar(320), date_created_gmt datetime,
      date_updated_gmt datetime, parent_order_id bigint unsigned, payment_method varchar(100),
      payment_method_title text, transaction_id varchar(100), customer_note text,
      KEY parent_order_id (parent_order_id));
    CREATE TABLE ${prefix}wc_order_addresses (id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      order_id bigint unsigned NOT NULL, address_type varchar(20), first_name text, last_name text,
      company text, address_1 text, address_2 text, city text, state text, postcode text, country text,
      email varchar(320), phone varchar(100), KEY order_id (order_id));
    CREATE TABLE ${prefix}wc_order_operational_data (id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      order_id bigint unsigned, created_via varchar(100), order_key varchar(100),
      date_paid_gmt datetime, date_completed_gmt datetime,
      KEY order_id (order_id));
    CREATE TABLE ${prefix}wc_orders_meta (id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      order_id bigint unsigned, meta_key varchar(255), meta_value text, KEY order_id (order_id));
    CREATE TABLE ${prefix}woocommerce_order_items (order_item_id bigint unsigned PRIMARY KEY,
      order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL, order_id bigint unsigned NOT NULL,
      KEY order_id (order_id));
    CREATE TABLE ${prefix}woocommerce_order_itemmeta (meta_id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      order_item_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext,
      KEY order_item_id (order_item_id), KEY meta_key (meta_key(32)));
    CREATE TABLE ${prefix}fooevents_check_in (id bigint PRIMARY KEY, tid bigint unsigned, eid bigint unsigned,
      day int, uid bigint, status char(20), checkin int, updated datetime);
    CREATE TABLE ${prefix}comments (comment_ID bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      comment_post_ID bigint unsigned NOT NULL, comment_type varchar(20) NOT NULL);
    CREATE TABLE ${prefix}actionscheduler_actions (action_id bigint unsigned PRIMARY KEY AUTO_INCREMENT,
      hook varchar(191) NOT NULL, status varchar(20) NOT NULL, args varchar(191));
    INSERT INTO ${prefix}options VALUES ('siteurl', 'http://tiny.example.cl/'),
      ('home', 'http://tiny.example.cl/'), ('woocommerce_version', '10.2.4'), ('woocommerce_currency', 'CLP'),
      ('timezone_string', 'America/Santiago'), ('gmt_offset', ''),
      ('woocommerce_custom_orders_table_enabled', '${layout === 'hpos' ? 'yes' : 'no'}'),
      ('woocommerce_custom_orders_table_data_sync_enabled', 'no'), ('active_plugins', 'a:0:{}');`;
}

export type Metas = Readonly<Record<string, string>>;

/** A product that the ticket plugin makes an event. */
export function eventProduct(id: number, title: string, metas: Metas = {}): string {
  return `INSERT INTO wp_posts (ID, post_title, post_content, post_type)
      VALUES (${id}, ${quote(title)}, '', 'product');
    ${postMetas(id, { WooCommerceEventsEvent: 'Event', ...metas })}`;
}

interface TinyOrder {
  readonly id: number;
  readonly status?: string;
  readonly currency?: string;
  readonly total?: string;
  readonly paidGmt?: string;
  /** Of a refund: the refunded order. */
  readonly refundOf?: number;
  readonly metas?: Metas;
  /** Metas of each line by item id. */
  readonly lines?: Readonly<Record<number, Metas>>;
}

export function order(tiny: TinyOrder, layout: OrderLayout = 'hpos'): string {
  return `${layout === 'hpos' ? tableOrder(tiny) : postOrder(tiny)}
    ${Object.entries(tiny.lines ?? {})
      .map(([itemId, metas]) => lineItem(Number(itemId), tiny.id, metas))
      .join('\n')}`;
}

function tableOrder(tiny: TinyOrder): string {
  const { id, status = 'wc-completed', currency = 'CLP', total = '1000', refundOf, paidGmt } = tiny;
  const type = refundOf === undefined ? 'shop_order' : 'shop_order_refund';
  return `INSERT INTO wp_wc_orders (id, status, currency, type, total_amount, billing_email,
        date_created_gmt, date_updated_gmt, parent_order_id)
      VALUES (${id}, '${status}', '${currency}', '${type}', ${total}, 'buyer@example.com',
        '2025-03-01 10:00:00', '2025-03-02 10:00:00', ${refundOf ?? 0});
    ${paidGmt === undefined ? '' : `INSERT INTO wp_wc_order_operational_data (order_id, date_paid_gmt) VALUES (${id}, '${paidGmt}');`}
    ${Object.entries(tiny.metas ?? {})
      .map(([key, value]) => orderMeta(id, key, value, 'hpos'))
      .join('\n')}`;
}

/** Santiago's clock is three hours behind UTC in March. */
function postOrder(tiny: TinyOrder): string {
  const { id, status = 'wc-completed', currency = 'CLP', total = '1000', refundOf, paidGmt } = tiny;
  const type = refundOf === undefined ? 'shop_order' : 'shop_order_refund';
  const paid = paidGmt === undefined ? {} : { _date_paid: String(Date.parse(`${paidGmt}Z`) / 1000) };
  const metas = {
    _order_currency: currency,
    _order_total: total,
    _billing_email: 'buyer@example.com',
    ...paid,
    ...tiny.metas,
  };
  return `INSERT INTO wp_posts (ID, post_title, post_content, post_status, post_type, post_parent, post_date,
        post_date_gmt, post_modified, post_modified_gmt)
      VALUES (${id}, '', '', '${status}', '${type}', ${refundOf ?? 0}, '2025-03-01 07:00:00',
        '2025-03-01 10:00:00', '2025-03-02 07:00:00', '2025-03-02 10:00:00');
    ${postMetas(id, metas)}`;
}

function orderMeta(orderId: number, key: string, value: string, layout: OrderLayout = 'hpos'): string {
  if (layout === 'posts') return postMetas(orderId, { [key]: value });
  return `INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
    VALUES (${orderId}, '${key}', ${quote(value)});`;
}

function lineItem(itemId: number, orderId: number, metas: Metas): string {
  const rows = Object.entries(metas).map(([key, value]) => itemMeta(itemId, key, value));
  return `INSERT INTO wp_woocommerce_order_items VALUES (${itemId}, 'Ticket &amp; drink', 'line_item', ${orderId});
    ${rows.join('\n')}`;
}

export function itemMeta(itemId: number, key: string, value: string): string {
  return `INSERT INTO wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value)
    VALUES (${itemId}, '${key}', ${quote(value)});`;
}

/** The metas of a line of a simple product; money as WooCommerce writes it. */
export function sold(productId: number, quantity: string, total: string, more: Metas = {}): Metas {
  return {
    _product_id: String(productId),
    _variation_id: '0',
    _qty: quantity,
    _line_subtotal: total,
    _line_total: total,
    _line_tax: '0',
    ...more,
  };
}

/** A ticket post; metas are named without the plugin's `WooCommerceEvents`. */
export function ticket(id: number, productId: number, metas: Metas, postStatus = 'publish'): string {
  const all = { ProductID: String(productId), Status: 'Not Checked In', ...metas };
  return `INSERT INTO wp_posts (ID, post_title, post_content, post_type, post_status)
      VALUES (${id}, '#${id}', '', 'event_magic_tickets', '${postStatus}');
    ${postMetas(id, Object.fromEntries(Object.entries(all).map(([key, value]) => [`WooCommerceEvents${key}`, value])))}`;
}

/** An order of 9,000 that bought one unit of a product, and its ticket. */
export function ticketSale(orderId: number, productId: number, ticketId: number): string {
  const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
  const lines = { [orderId + 50]: sold(productId, '1', '9000') };
  return `${order({ id: orderId, total: '9000', metas, lines })}
    ${ticket(ticketId, productId, { OrderID: String(orderId), VariationID: '0' })}`;
}

export function postMetas(postId: number, metas: Metas): string {
  return Object.entries(metas)
    .map(
      ([key, value]) => `INSERT INTO wp_postmeta (post_id, meta_key, meta_value)
        VALUES (${postId}, ${quote(key)}, ${quote(value)});`,
    )
    .join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
