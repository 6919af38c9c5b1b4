-- Sums of 32 buckets together, so that the page of a large event reads a sixth of the rows: a span has the number
-- `bucket >> 5`, and its sums are written with those of its buckets. See docs/data-model.md, "Sums of an event".

create table event_order_span_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  span bigint not null,
  status text not null,
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
create index event_order_span_sums_span on event_order_span_sums (event_id, span);

create table event_item_span_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  span bigint not null,
  status text not null,
  currency text not null,
  ticket_tier_id uuid,
  quantity bigint not null,
  refunded_quantity bigint not null,
  total numeric not null,
  refunded numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_item_span_sums_span on event_item_span_sums (event_id, span);

create table event_ticket_span_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  span bigint not null,
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
create index event_ticket_span_sums_span on event_ticket_span_sums (event_id, span);

create table event_slot_span_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  span bigint not null,
  woo_product_id bigint not null,
  slot text not null,
  slot_at timestamptz,
  slot_date text,
  currency text not null,
  tickets bigint not null,
  refunded_tickets bigint not null,
  total numeric not null,
  organizer_amount numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_slot_span_sums_span on event_slot_span_sums (event_id, span);

-- An older process adds up buckets and knows no spans. What it writes marks the span, so that readers add up the buckets
-- of the span until a process of this version has folded it. Such a process sets `taquilla.folds_spans`.
create function mark_spans() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('taquilla.folds_spans', true) is distinct from 'on' then
    execute format('insert into %I.event_sum_marks (event_id, bucket)
      select event_id, min(bucket) from changed_rows group by event_id, bucket >> 5', tg_table_schema);
  end if;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['event_order_sums', 'event_item_sums', 'event_ticket_sums', 'event_slot_sums'] loop
    execute format('create trigger spans_after_insert after insert on %I
      referencing new table as changed_rows for each statement execute function mark_spans()', name);
    execute format('create trigger spans_after_delete after delete on %I
      referencing old table as changed_rows for each statement execute function mark_spans()', name);
  end loop;
end $$;

-- The marks go last, because deleting sums of buckets marks their spans.
create or replace function delete_event_sums() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  name text;
begin
  foreach name in array array['event_order_sums', 'event_item_sums', 'event_ticket_sums', 'event_slot_sums',
    'event_order_span_sums', 'event_item_span_sums', 'event_ticket_span_sums', 'event_slot_span_sums',
    'event_sum_marks']
  loop
    execute format('delete from %I.%I where event_id = $1', tg_table_schema, name) using old.id;
  end loop;
  return null;
end $$;

-- A trigger function needs this right only while a trigger is created; see migration 0050.
revoke execute on function mark_buckets(), mark_buckets_of_items(), mark_buckets_of_event(), mark_all_buckets(),
  mark_spans(), delete_event_sums() from public;

-- A bucket of each span, so that folding writes the sums of the span.
insert into event_sum_marks (event_id, bucket)
select event_id, min(bucket) from (
  select event_id, bucket from event_order_sums union select event_id, bucket from event_item_sums
  union select event_id, bucket from event_ticket_sums union select event_id, bucket from event_slot_sums
) s group by event_id, bucket >> 5;
