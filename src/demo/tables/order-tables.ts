import { metaShape, shape } from './table-shape.ts';

/** @source WooCommerce 10.2: orders and their statistics, as SHOW CREATE TABLE prints them */
export const ORDER_TABLES = {
  wc_orders: shape(
    `id bigint(20) unsigned not null
     status varchar(20) default null
     currency varchar(10) default null
     type varchar(20) default null
     tax_amount decimal(26,8) default null
     total_amount decimal(26,8) default null
     customer_id bigint(20) unsigned default null
     billing_email varchar(320) default null
     date_created_gmt datetime default null
     date_updated_gmt datetime default null
     parent_order_id bigint(20) unsigned default null
     payment_method varchar(100) default null
     payment_method_title text default null
     transaction_id varchar(100) default null
     ip_address varchar(100) default null
     user_agent text default null
     customer_note text default null`,
    'primary key (id)',
    [
      'key status (status)',
      'key date_created (date_created_gmt)',
      'key customer_id_billing_email (customer_id, billing_email(171))',
      'key billing_email (billing_email(191))',
      'key type_status_date (type, status, date_created_gmt)',
      'key parent_order_id (parent_order_id)',
      'key date_updated (date_updated_gmt)',
    ],
  ),
  wc_orders_meta: shape(
    `id bigint(20) unsigned not null auto_increment
     order_id bigint(20) unsigned default null
     meta_key varchar(255) default null
     meta_value text default null`,
    'primary key (id)',
    [
      'key meta_key_value (meta_key(100), meta_value(82))',
      'key order_id_meta_key_meta_value (order_id, meta_key(100), meta_value(82))',
    ],
  ),
  wc_order_addresses: shape(
    `id bigint(20) unsigned not null auto_increment
     order_id bigint(20) unsigned not null
     address_type varchar(20) default null
     first_name text default null
     last_name text default null
     company text default null
     address_1 text default null
     address_2 text default null
     city text default null
     state text default null
     postcode text default null
     country text default null
     email varchar(320) default null
     phone varchar(100) default null`,
    'primary key (id)',
    [
      'unique key address_type_order_id (address_type, order_id)',
      'key order_id (order_id)',
      'key email (email(191))',
      'key phone (phone)',
    ],
  ),
  wc_order_operational_data: shape(
    `id bigint(20) unsigned not null auto_increment
     order_id bigint(20) unsigned default null
     created_via varchar(100) default null
     woocommerce_version varchar(20) default null
     prices_include_tax tinyint(1) default null
     coupon_usages_are_counted tinyint(1) default null
     download_permission_granted tinyint(1) default null
     cart_hash varchar(100) default null
     new_order_email_sent tinyint(1) default null
     order_key varchar(100) default null
     order_stock_reduced tinyint(1) default null
     date_paid_gmt datetime default null
     date_completed_gmt datetime default null
     shipping_tax_amount decimal(26,8) default null
     shipping_total_amount decimal(26,8) default null
     discount_tax_amount decimal(26,8) default null
     discount_total_amount decimal(26,8) default null
     recorded_sales tinyint(1) default null`,
    'primary key (id)',
    ['unique key order_id (order_id)', 'key order_key (order_key)'],
  ),
  woocommerce_order_items: shape(
    `order_item_id bigint(20) unsigned not null auto_increment
     order_item_name text not null
     order_item_type varchar(200) not null default ''
     order_id bigint(20) unsigned not null`,
    'primary key (order_item_id)',
    ['key order_id (order_id)'],
  ),
  woocommerce_order_itemmeta: metaShape('meta_id', 'order_item_id bigint(20) unsigned not null', 32),
  wc_order_stats: shape(
    `order_id bigint(20) unsigned not null
     parent_id bigint(20) unsigned not null default 0
     date_created datetime not null default '0000-00-00 00:00:00'
     date_created_gmt datetime not null default '0000-00-00 00:00:00'
     date_paid datetime default '0000-00-00 00:00:00'
     date_completed datetime default '0000-00-00 00:00:00'
     num_items_sold int(11) not null default 0
     total_sales double not null default 0
     tax_total double not null default 0
     shipping_total double not null default 0
     net_total double not null default 0
     returning_customer tinyint(1) default null
     status varchar(200) not null
     customer_id bigint(20) unsigned not null`,
    'primary key (order_id)',
    ['key date_created (date_created)', 'key customer_id (customer_id)', 'key status (status(191))'],
  ),
  wc_order_product_lookup: shape(
    `order_item_id bigint(20) unsigned not null
     order_id bigint(20) unsigned not null
     product_id bigint(20) unsigned not null
     variation_id bigint(20) unsigned not null
     customer_id bigint(20) unsigned default null
     date_created datetime not null default current_timestamp()
     product_qty int(11) not null
     product_net_revenue double not null default 0
     product_gross_revenue double not null default 0
     coupon_amount double not null default 0
     tax_amount double not null default 0
     shipping_amount double not null default 0
     shipping_tax_amount double not null default 0`,
    'primary key (order_item_id, order_id)',
    [
      'key order_id (order_id)',
      'key product_id (product_id)',
      'key customer_id (customer_id)',
      'key date_created (date_created)',
      'key customer_product_date (customer_id, product_id, date_created)',
    ],
  ),
  wc_order_coupon_lookup: shape(
    `order_id bigint(20) unsigned not null
     coupon_id bigint(20) not null
     date_created datetime not null default '0000-00-00 00:00:00'
     discount_amount double not null default 0`,
    'primary key (order_id, coupon_id)',
    ['key coupon_id (coupon_id)', 'key date_created (date_created)'],
  ),
  wc_order_tax_lookup: shape(
    `order_id bigint(20) unsigned not null
     tax_rate_id bigint(20) unsigned not null
     date_created datetime not null default '0000-00-00 00:00:00'
     shipping_tax double not null default 0
     order_tax double not null default 0
     total_tax double not null default 0`,
    'primary key (order_id, tax_rate_id)',
    ['key tax_rate_id (tax_rate_id)', 'key date_created (date_created)'],
  ),
} as const;
