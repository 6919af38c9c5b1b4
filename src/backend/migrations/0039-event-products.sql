-- An event may be several products of its store: halls, dates, a presale. `woo_product_id` of the configuration stays the
-- first of them; this table has the others. Tiers belong to product and variation.
--
-- breaking: a program that knows only the first product would remove the tickets of the others.

create table sync_configuration_products (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  woo_product_id bigint not null check (woo_product_id > 0),
  -- In the order in which people named them.
  position integer not null check (position > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, woo_product_id)
);
create index sync_configuration_products_product on sync_configuration_products (woo_product_id);

-- One organizer never has a product of a store twice, nor a product and a variation of it: its money would count twice.
-- No index spans two tables and the forms of an address, so triggers keep the rule, each under the lock by which
-- programs claim a product (the letters `prod`).
create function refuse_product_twice(own sync_configurations, product bigint) returns void language plpgsql as $$
declare
  met jsonb;
begin
  perform pg_advisory_xact_lock(x'70726f64'::int, hashtext(store_key(own.pinned_site_url) || ' ' || product));
  -- Most products are a further one of no configuration: the first look keeps inserts of many configurations fast.
  if exists (select from sync_configuration_products p where p.woo_product_id = product) then
    select jsonb_build_object('id', c.id, 'tablePrefix', c.pinned_table_prefix, 'eventName', c.event_name,
        'organizerEmail', o.contact_email, 'isFirst', false) into met
    from sync_configuration_products p join sync_configurations c on c.id = p.configuration_id
      join organizers o on o.id = c.organizer_id
    where p.woo_product_id = product and c.deleted_at is null and c.id <> own.id
      and c.organizer_id = own.organizer_id and store_key(c.pinned_site_url) = store_key(own.pinned_site_url)
    limit 1;
  end if;
  -- Two configurations of one first product are compared by their own index, which knows variations.
  if met is null and own.woo_product_id <> product then
    select jsonb_build_object('id', c.id, 'tablePrefix', c.pinned_table_prefix, 'eventName', c.event_name,
        'organizerEmail', o.contact_email, 'isFirst', true) into met
    from sync_configurations c join organizers o on o.id = c.organizer_id
    where c.woo_product_id = product and c.deleted_at is null and c.id <> own.id
      and c.organizer_id = own.organizer_id and store_key(c.pinned_site_url) = store_key(own.pinned_site_url)
    limit 1;
  end if;
  if met is not null then
    raise unique_violation using constraint = 'sync_configuration_products_one_organizer',
      message = format('product %s is configured for this organizer already', product), detail = met::text;
  end if;
end $$;

create function on_configuration_product() returns trigger language plpgsql as $$
declare
  own sync_configurations;
begin
  select * into own from sync_configurations where id = new.configuration_id;
  if own.woo_product_id = new.woo_product_id or own.woo_variation_id is not null then
    raise check_violation using constraint = 'sync_configuration_products_further',
      message = 'a further product is not the first one, and a variation has none';
  end if;
  if own.deleted_at is null then
    perform refuse_product_twice(own, new.woo_product_id);
  end if;
  return new;
end $$;
create trigger product_is_configured_once before insert on sync_configuration_products
  for each row execute function on_configuration_product();

create function on_configuration() returns trigger language plpgsql as $$
begin
  perform refuse_product_twice(new, new.woo_product_id);
  return new;
end $$;
create trigger product_is_configured_once before insert on sync_configurations
  for each row when (new.deleted_at is null) execute function on_configuration();

-- Translations of these products that are counted with them, each with the product that it is one of. An execution
-- finds them in the store; another configuration of the organizer may take one.
alter table sync_configurations add column woo_translations jsonb not null default '{}';

alter table ticket_tiers
  drop constraint ticket_tiers_event_id_woo_variation_id_key,
  add constraint ticket_tiers_one_a_variation unique (event_id, woo_product_id, woo_variation_id);

-- Of each further product, by its id: a digest of what its rows were translated by at the last reading. A product that
-- is not here was not read yet.
alter table sync_checkpoints add column product_marks jsonb not null default '{}';

-- For how many days tickets of a product are, by its id, where those are fewer than `num_days`, the most of any product.
alter table events add column product_days jsonb;
