-- By what the store of a configuration is recognised, what people said of it, and how its address changed.

-- Where the store's data stood after the last good execution: its oldest and newest orders with the digests of their
-- keys, and the last ids that it gave. null: not taken yet; the next good execution takes it.
alter table sync_configurations
  add column store_state jsonb,
  add column store_state_at timestamptz,
  -- A person said that another store is at this address.
  add column refused_site_url text,
  add column refused_table_prefix text,
  -- A person said that the store is right, though orders or edits that were seen are not in it any more.
  add column accepts_older_state boolean not null default false,
  -- The address before the present one, and when it changed.
  add column previous_site_url text,
  add column site_url_changed_at timestamptz,
  add constraint sync_configurations_refused_check
    check ((refused_site_url is null) = (refused_table_prefix is null)),
  add constraint sync_configurations_state_check check ((store_state is null) = (store_state_at is null)),
  add constraint sync_configurations_address_check
    check ((previous_site_url is null) = (site_url_changed_at is null));

-- A configuration has one event, and two configurations never keep the same product. An event without a configuration
-- may have been made for the address to which the store of another one moves now.
alter table events drop constraint events_organizer_id_store_url_woo_product_id_woo_variation__key;
create unique index events_one_product on events (organizer_id, store_url, woo_product_id, woo_variation_id)
  nulls not distinct where configuration_id is not null;
