-- One store, whichever form of its address was pinned, and one admission for each of its tickets.

-- What identifies a store: its address without scheme, www., default port and the slashes at its end. It uses
-- built-in functions alone, so that indexes over it can be restored from a dump.
create function store_key(url text) returns text
  language sql immutable strict parallel safe
  as $$
    select rtrim(
      regexp_replace(
        regexp_replace(lower(btrim(url)), '^(https?:)?//', ''),
        '^(?:www\.)?([^/]*?)(?::(?:80|443))?(?=/|$)', '\1'),
      '/')
  $$;

-- Which configurations and events keep the same product of the same store.
create index sync_configurations_store_product
  on sync_configurations (store_key(pinned_site_url), woo_product_id) where deleted_at is null;
create index events_store_product on events (store_key(store_url), woo_product_id);

-- The rows of one store ticket, in whichever events they are. A unit without a ticket post is known by its order
-- and key.
create index tickets_store_ticket on tickets (woo_ticket_id) where woo_ticket_id is not null;
create index tickets_store_unit on tickets (woo_order_id, pending_key)
  where woo_ticket_id is null and pending_key is not null;
