-- Which meta of an order holds the number that the store shows, where no known plugin wrote it.
alter table sync_credentials
  add column order_number_meta text check (order_number_meta ~ '^[A-Za-z0-9_-]{1,191}$');

-- A plugin's number replaces WooCommerce's own where an order is named; people still search by the latter.
create index orders_woo_order_id on orders ((woo_order_id::text));
