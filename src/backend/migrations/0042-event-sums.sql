-- Sums of an event, so that its page and the API need not read all its rows. Each row of an event belongs to a bucket of
-- 256 order ids of the store. Triggers only mark the buckets that a statement changes, in its transaction. Taquilla adds up
-- the rows of marked buckets later and keeps the sums of each bucket here; until then, readers add up those rows
-- themselves. See src/backend/sums/ and docs/decisions/0028-sums-of-an-event-by-marked-buckets.md.

-- Tickets without an order are in the bucket -1.
create function sum_bucket(woo_order_id bigint) returns bigint language sql immutable parallel safe
  return coalesce(woo_order_id >> 8, -1);

-- Buckets whose rows changed after they were added up. A bucket may have several marks.
create table event_sum_marks (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  bucket bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_sum_marks_event on event_sum_marks (event_id, bucket);

-- Orders that are not removed, and the units of their lines.
create table event_order_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  bucket bigint not null,
  status text not null,
  -- In the event's zone; null: the store does not say when they were placed.
  day date,
  currency text not null,
  orders bigint not null,
  quantity bigint not null,
  refunded_quantity bigint not null,
  total numeric not null,
  rounding numeric not null,
  refunded numeric not null,
  refunded_by_lines numeric not null,
  refunded_apportioned numeric not null,
  net numeric not null,
  service_fee numeric not null,
  organizer_amount numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_order_sums_bucket on event_order_sums (event_id, bucket);

-- Their lines by tier.
create table event_item_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  bucket bigint not null,
  -- Of the order.
  status text not null,
  currency text not null,
  ticket_tier_id uuid,
  quantity bigint not null,
  refunded_quantity bigint not null,
  -- Tax included.
  total numeric not null,
  refunded numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_item_sums_bucket on event_item_sums (event_id, bucket);

-- Tickets that are not removed, their check-ins, and the store's check-ins of tickets in its trash.
create table event_ticket_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  bucket bigint not null,
  ticket_tier_id uuid,
  status text not null,
  check_in_status text not null,
  woo_product_id bigint not null,
  slot text,
  slot_at timestamptz,
  slot_date text,
  seat_row text,
  tickets bigint not null,
  days bigint not null,
  store_days bigint not null,
  trashed_store_days bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_ticket_sums_bucket on event_ticket_sums (event_id, bucket);

-- Tickets of a slot whose orders are paid or refunded.
create table event_slot_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  bucket bigint not null,
  woo_product_id bigint not null,
  slot text not null,
  slot_at timestamptz,
  slot_date text,
  -- Of the order.
  currency text not null,
  tickets bigint not null,
  refunded_tickets bigint not null,
  total numeric not null,
  organizer_amount numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_slot_sums_bucket on event_slot_sums (event_id, bucket);

-- The triggers run with the rights of their owner: a role that may write orders or tickets needs no right to the sums.
-- Each statement names the schema of the table that was changed, so that a schema can be renamed.

-- Orders and tickets know their bucket.
create function mark_buckets() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %1$I.event_sum_marks (event_id, bucket)
    select distinct event_id, %1$I.sum_bucket(woo_order_id) from changed_rows', tg_table_schema);
  if tg_op = 'UPDATE' then
    execute format('insert into %1$I.event_sum_marks (event_id, bucket)
      select event_id, %1$I.sum_bucket(woo_order_id) from old_rows
      except select event_id, %1$I.sum_bucket(woo_order_id) from changed_rows', tg_table_schema);
  end if;
  return null;
end $$;

-- Lines are in the bucket of their order. `offset 0` makes PostgreSQL look up the orders one by one.
create function mark_buckets_of_items() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %1$I.event_sum_marks (event_id, bucket)
    select distinct o.event_id, %1$I.sum_bucket(o.woo_order_id) from (select distinct order_id from changed_rows) i
    cross join lateral (select event_id, woo_order_id from %1$I.orders where id = i.order_id offset 0) o',
    tg_table_schema);
  if tg_op = 'UPDATE' then
    execute format('insert into %1$I.event_sum_marks (event_id, bucket)
      select distinct o.event_id, %1$I.sum_bucket(o.woo_order_id)
      from (select order_id from old_rows except select order_id from changed_rows) i
      cross join lateral (select event_id, woo_order_id from %1$I.orders where id = i.order_id offset 0) o',
      tg_table_schema);
  end if;
  return null;
end $$;

-- The day of an order depends on the zone.
create function mark_buckets_of_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %1$I.event_sum_marks (event_id, bucket)
    select distinct event_id, bucket from %1$I.event_order_sums where event_id = $1', tg_table_schema) using new.id;
  return null;
end $$;

-- A table is emptied as a whole.
create function mark_all_buckets() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %1$I.event_sum_marks (event_id, bucket)
    select event_id, bucket from %1$I.event_order_sums union select event_id, bucket from %1$I.event_item_sums
    union select event_id, bucket from %1$I.event_ticket_sums union select event_id, bucket from %1$I.event_slot_sums',
    tg_table_schema);
  return null;
end $$;

create function delete_event_sums() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  name text;
begin
  foreach name in array array['event_sum_marks', 'event_order_sums', 'event_item_sums', 'event_ticket_sums',
    'event_slot_sums']
  loop
    execute format('delete from %I.%I where event_id = $1', tg_table_schema, name) using old.id;
  end loop;
  return null;
end $$;

create trigger sums_after_insert after insert on orders
  referencing new table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_update after update on orders
  referencing old table as old_rows new table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_delete after delete on orders
  referencing old table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_truncate after truncate on orders for each statement execute function mark_all_buckets();

create trigger sums_after_insert after insert on order_items
  referencing new table as changed_rows for each statement execute function mark_buckets_of_items();
create trigger sums_after_update after update on order_items
  referencing old table as old_rows new table as changed_rows for each statement execute function mark_buckets_of_items();
create trigger sums_after_delete after delete on order_items
  referencing old table as changed_rows for each statement execute function mark_buckets_of_items();
create trigger sums_after_truncate after truncate on order_items for each statement execute function mark_all_buckets();

create trigger sums_after_insert after insert on tickets
  referencing new table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_update after update on tickets
  referencing old table as old_rows new table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_delete after delete on tickets
  referencing old table as changed_rows for each statement execute function mark_buckets();
create trigger sums_after_truncate after truncate on tickets for each statement execute function mark_all_buckets();

create trigger sums_after_zone after update of timezone on events
  for each row when (old.timezone is distinct from new.timezone) execute function mark_buckets_of_event();
create trigger sums_after_delete after delete on events for each row execute function delete_event_sums();

-- The triggers above hold locks that keep out writers, so no row is missed.
insert into event_sum_marks (event_id, bucket)
select event_id, sum_bucket(woo_order_id) from orders union select event_id, sum_bucket(woo_order_id) from tickets;
