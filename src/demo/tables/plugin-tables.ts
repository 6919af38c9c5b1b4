import { shape } from './table-shape.ts';

/** @source Action Scheduler 3, WooCommerce 10.2 (customers, products), FooEvents 1.20, as SHOW CREATE TABLE prints them */
export const PLUGIN_TABLES = {
  actionscheduler_groups: shape(
    `group_id bigint(20) unsigned not null auto_increment
     slug varchar(255) not null`,
    'primary key (group_id)',
    ['key slug (slug(191))'],
  ),
  actionscheduler_actions: shape(
    `action_id bigint(20) unsigned not null auto_increment
     hook varchar(191) not null
     status varchar(20) not null
     scheduled_date_gmt datetime default '0000-00-00 00:00:00'
     scheduled_date_local datetime default '0000-00-00 00:00:00'
     priority tinyint(3) unsigned not null default 10
     args varchar(191) default null
     schedule longtext default null
     group_id bigint(20) unsigned not null default 0
     attempts int(11) not null default 0
     last_attempt_gmt datetime default '0000-00-00 00:00:00'
     last_attempt_local datetime default '0000-00-00 00:00:00'
     claim_id bigint(20) unsigned not null default 0
     extended_args varchar(8000) default null`,
    'primary key (action_id)',
    [
      'key hook_status_scheduled_date_gmt (hook(163), status, scheduled_date_gmt)',
      'key status_scheduled_date_gmt (status, scheduled_date_gmt)',
      'key scheduled_date_gmt (scheduled_date_gmt)',
      'key args (args)',
      'key group_id (group_id)',
      'key last_attempt_gmt (last_attempt_gmt)',
      'key claim_id_status_priority_scheduled_date_gmt (claim_id, status, priority, scheduled_date_gmt)',
      'key status_last_attempt_gmt (status, last_attempt_gmt)',
      'key status_claim_id (status, claim_id)',
    ],
  ),
  wc_customer_lookup: shape(
    `customer_id bigint(20) unsigned not null auto_increment
     user_id bigint(20) unsigned default null
     username varchar(60) not null default ''
     first_name varchar(255) not null
     last_name varchar(255) not null
     email varchar(100) default null
     date_last_active timestamp null default null
     date_registered timestamp null default null
     country char(2) not null default ''
     postcode varchar(20) not null default ''
     city varchar(100) not null default ''
     state varchar(100) not null default ''`,
    'primary key (customer_id)',
    ['unique key user_id (user_id)', 'key email (email)'],
  ),
  wc_product_meta_lookup: shape(
    `product_id bigint(20) not null
     sku varchar(100) default ''
     global_unique_id varchar(100) default ''
     virtual tinyint(1) default 0
     downloadable tinyint(1) default 0
     min_price decimal(19,4) default null
     max_price decimal(19,4) default null
     onsale tinyint(1) default 0
     stock_quantity double default null
     stock_status varchar(100) default 'instock'
     rating_count bigint(20) default 0
     average_rating decimal(3,2) default 0.00
     total_sales bigint(20) default 0
     tax_status varchar(100) default 'taxable'
     tax_class varchar(100) default ''`,
    'primary key (product_id)',
    [
      'key virtual (virtual)',
      'key downloadable (downloadable)',
      'key stock_status (stock_status)',
      'key stock_quantity (stock_quantity)',
      'key onsale (onsale)',
      'key min_max_price (min_price, max_price)',
      'key sku (sku(50))',
    ],
  ),
  woocommerce_attribute_taxonomies: shape(
    `attribute_id bigint(20) unsigned not null auto_increment
     attribute_name varchar(200) not null
     attribute_label varchar(200) default null
     attribute_type varchar(20) not null
     attribute_orderby varchar(20) not null
     attribute_public int(1) not null default 1`,
    'primary key (attribute_id)',
    ['key attribute_name (attribute_name(20))'],
  ),
  fooevents_check_in: shape(
    `id bigint(20) not null auto_increment
     tid bigint(20) unsigned not null
     eid bigint(20) unsigned not null
     day int(3) default null
     uid bigint(20) default null
     status char(20) default null
     checkin int(10) default null
     updated datetime not null default current_timestamp()`,
    'unique key id (id)',
    [],
  ),
} as const;
