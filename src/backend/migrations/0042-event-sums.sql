-- Sums of an event by tier, day, status and currency, so that its page and the API need not read all its rows. Triggers
-- write them in the transaction of each change of orders, lines and tickets: by a page of a sync, a check-in, a person with
-- SQL, or a program of an older version. Beside others, a transaction that is not `read committed` may use old rows of a
-- second table: the proof repairs what it misses.
--
-- Writers only add rows, so that none of them waits for another, however many gates of an event are open. A group has
-- several rows, and readers add them up; about every 128th row folds those of its event into one row a group.

-- The zone that decides on which day orders of an event were placed, in the form that PostgreSQL needs.
create table event_day_zones (
  event_id uuid primary key,
  zone text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Orders that are not removed, and the units of their lines.
create table event_order_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  status text not null,
  -- null: the store does not say when they were placed.
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
create index event_order_sums_event on event_order_sums (event_id);

-- Their lines by tier.
create table event_item_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  -- Of the order.
  status text not null,
  currency text not null,
  ticket_tier_id uuid,
  items bigint not null,
  quantity bigint not null,
  refunded_quantity bigint not null,
  -- Tax included.
  total numeric not null,
  refunded numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_item_sums_event on event_item_sums (event_id);

-- Tickets that are not removed, their check-ins, and the store's check-ins of tickets in its trash.
create table event_ticket_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
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
create index event_ticket_sums_event on event_ticket_sums (event_id);

-- Tickets of a slot whose orders are paid or refunded.
create table event_slot_sums (
  id bigint generated always as identity primary key,
  event_id uuid not null,
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
create index event_slot_sums_event on event_slot_sums (event_id);

create function sum_keys(sums text) returns text language sql immutable
  return case sums
    when 'event_order_sums' then 'status, day, currency'
    when 'event_item_sums' then 'status, currency, ticket_tier_id'
    when 'event_ticket_sums' then
      'ticket_tier_id, status, check_in_status, woo_product_id, slot, slot_at, slot_date, seat_row'
    when 'event_slot_sums' then 'woo_product_id, slot, slot_at, slot_date, currency' end;

create function sum_measures(sums text) returns text[] language sql immutable
  return case sums
    when 'event_order_sums' then array['orders', 'quantity', 'refunded_quantity', 'total', 'rounding',
      'refunded', 'refunded_by_lines', 'refunded_apportioned', 'net', 'service_fee', 'organizer_amount']
    when 'event_item_sums' then array['items', 'quantity', 'refunded_quantity', 'total', 'refunded']
    when 'event_ticket_sums' then array['tickets', 'days', 'store_days', 'trashed_store_days']
    when 'event_slot_sums' then array['tickets', 'refunded_tickets', 'total', 'organizer_amount'] end;

-- The statement that adds up such rows by group and inserts what is not zero.
create function insert_sums(sums text, source text) returns text language sql immutable
  return format(
    'insert into %1$s (event_id, %2$s, %3$s)
     select event_id, %2$s, %4$s from (%5$s) rows_of_groups group by event_id, %2$s having %6$s',
    sums, sum_keys(sums), array_to_string(sum_measures(sums), ', '),
    (select string_agg('sum(' || name || ')', ', ' order by place)
     from unnest(sum_measures(sums)) with ordinality m (name, place)),
    source,
    (select string_agg('sum(' || name || ') <> 0', ' or ' order by place)
     from unnest(sum_measures(sums)) with ordinality m (name, place)));

-- An object of days, as `day_status` has it; anything else has no days.
create function checked_in_days(given jsonb) returns bigint language sql immutable parallel safe
  return (select count(*) from jsonb_each_text(case when jsonb_typeof(given) = 'object' then given end) d
    where d.value = 'checked_in');

-- What rows contribute, each with the sign that it counts with. `orders` and `tickets` are texts of queries.
create function order_contributions(orders text) returns text language sql immutable
  return format(
    'select c.event_id, c.status, (c.ordered_at at time zone coalesce(z.zone, ''UTC''))::date as day, c.currency,
       c.sign as orders, 0 as quantity, 0 as refunded_quantity, c.sign * c.total as total,
       c.sign * c.rounding as rounding, c.sign * c.refunded as refunded,
       c.sign * c.refunded_by_lines as refunded_by_lines, c.sign * c.refunded_apportioned as refunded_apportioned,
       c.sign * c.net as net, c.sign * c.service_fee as service_fee, c.sign * c.organizer_amount as organizer_amount
     from (%s) c left join event_day_zones z on z.event_id = c.event_id where c.removed_at is null', orders);

-- Lines, each with the event, the status, the time and the currency of its order: once by day and once by tier.
create function unit_contributions(items text) returns text language sql immutable
  return format(
    'select c.event_id, c.status, (c.ordered_at at time zone coalesce(z.zone, ''UTC''))::date as day, c.currency,
       0 as orders, c.sign * c.quantity as quantity, c.sign * c.refunded_quantity as refunded_quantity, 0 as total,
       0 as rounding, 0 as refunded, 0 as refunded_by_lines, 0 as refunded_apportioned, 0 as net, 0 as service_fee,
       0 as organizer_amount
     from (%s) c left join event_day_zones z on z.event_id = c.event_id', items);
create function item_contributions(items text) returns text language sql immutable
  return format(
    'select c.event_id, c.status, c.currency, c.ticket_tier_id, c.sign as items, c.sign * c.quantity as quantity,
       c.sign * c.refunded_quantity as refunded_quantity, c.sign * (c.total + c.tax) as total,
       c.sign * c.refunded as refunded
     from (%s) c', items);

create function ticket_contributions(tickets text) returns text language sql immutable
  return format(
    'select c.event_id, c.ticket_tier_id, c.status, c.check_in_status,
       c.woo_product_id, c.slot, c.slot_at, c.slot_date, c.seat_row,
       case when c.removed_at is null then c.sign else 0 end as tickets,
       case when c.removed_at is null and c.check_in_status <> ''not_checked_in''
         then c.sign * checked_in_days(c.day_status) else 0 end as days,
       case when c.removed_at is null and c.check_in_status <> ''not_checked_in''
         then c.sign * checked_in_days(c.store_values -> ''days'') else 0 end as store_days,
       case when c.removed_at is not null and c.check_in_status <> ''not_checked_in''
         then c.sign * checked_in_days(c.store_values -> ''days'') else 0 end as trashed_store_days
     from (%s) c where c.removed_at is null or c.removed_reason = ''trashed''', tickets);

-- Tickets with the currency of their orders.
create function slot_contributions(tickets text) returns text language sql immutable
  return format(
    'select c.event_id, c.woo_product_id, c.slot, c.slot_at, c.slot_date, c.order_currency as currency,
       c.sign as tickets, case when c.status = ''refunded'' then c.sign else 0 end as refunded_tickets,
       c.sign * c.price as total, c.sign * c.organizer_amount as organizer_amount
     from (%s) c where c.slot is not null and c.removed_at is null', tickets);

-- The rows that a statement changed: old values count against the sums.
create function changed_rows(operation text) returns text language sql immutable
  return case operation
    when 'insert' then 'select 1 as sign, n.* from new_rows n'
    when 'delete' then 'select -1 as sign, o.* from old_rows o'
    else 'select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o' end;

-- Lines and tickets of such orders, and the orders of such lines and tickets.
create function items_of_orders(orders text) returns text language sql immutable
  return format('select o.sign, o.event_id, o.status, o.ordered_at, o.currency, i.ticket_tier_id, i.quantity,
      i.refunded_quantity, i.total, i.tax, i.refunded
    from (%s) o join order_items i on i.order_id = o.id and i.removed_at is null
    where o.removed_at is null', orders);
create function items_with_orders(items text) returns text language sql immutable
  return format('select i.sign, o.event_id, o.status, o.ordered_at, o.currency, i.ticket_tier_id, i.quantity,
      i.refunded_quantity, i.total, i.tax, i.refunded
    from (%s) i join orders o on o.id = i.order_id and o.removed_at is null
    where i.removed_at is null', items);
create function slots_of_orders(orders text) returns text language sql immutable
  return format('select o.sign, t.event_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date, t.status, t.price,
      t.organizer_amount, t.removed_at, o.currency as order_currency
    from (%s) o join tickets t on t.order_id = o.id and t.slot is not null
    where o.removed_at is null and o.status in (''paid'', ''refunded'')', orders);
create function slots_with_orders(tickets text) returns text language sql immutable
  return format('select t.sign, t.event_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date, t.status, t.price,
      t.organizer_amount, t.removed_at, o.currency as order_currency
    from (%s) t join orders o on o.id = t.order_id and o.removed_at is null and o.status in (''paid'', ''refunded'')',
    tickets);

-- A statement may change several of these tables at once, by WITH or by a trigger of another program. Then the triggers of
-- one table cannot know the old rows of the other, and the events are settled after the last of them. The setting lists what is
-- being changed (`orders:UPDATE`), and the events of what such a statement has changed so far.
create function on_rows_change_begins() returns trigger language plpgsql as $$
begin
  perform set_config('taquilla.changing',
    concat(current_setting('taquilla.changing', true), tg_table_name, ':', tg_op, ' '), true);
  return null;
end $$;

-- Whether a statement changes only this table.
create function is_changed_alone(changed_table text, operation text) returns boolean language plpgsql as $$
declare
  changing text := current_setting('taquilla.changing', true);
  own text := changed_table || ':' || operation || ' ';
begin
  if changing = own or changing ~ format('^(%s:\w+ )+$', changed_table) then
    perform set_config('taquilla.changing', case when changing <> own then regexp_replace(changing, own, '') else '' end,
      true);
    return true;
  end if;
  return false;
end $$;

create function settle_after_last(changed_table text, operation text, events uuid[]) returns void language plpgsql as $$
declare
  changing text := regexp_replace(current_setting('taquilla.changing', true),
    changed_table || ':' || operation || ' ', '') || coalesce(array_to_string(events, ' ') || ' ', '');
begin
  if changing ~ ':' then
    perform set_config('taquilla.changing', changing, true);
  else
    perform set_config('taquilla.changing', '', true);
    perform settle_event_sums(event)
    from (select distinct word::uuid as event from regexp_split_to_table(changing, ' ') word where word <> '' order by 1) e;
  end if;
end $$;

-- The triggers of each table and kind of statement. Their bodies are made below from the texts above, so that PostgreSQL
-- keeps their plans: a check-in must not pay for planning.
create function on_orders_insert() returns trigger language plpgsql as 'begin return null; end';
create function on_orders_update() returns trigger language plpgsql as 'begin return null; end';
create function on_orders_delete() returns trigger language plpgsql as 'begin return null; end';
create function on_order_items_insert() returns trigger language plpgsql as 'begin return null; end';
create function on_order_items_update() returns trigger language plpgsql as 'begin return null; end';
create function on_order_items_delete() returns trigger language plpgsql as 'begin return null; end';
create function on_tickets_insert() returns trigger language plpgsql as 'begin return null; end';
create function on_tickets_update() returns trigger language plpgsql as 'begin return null; end';
create function on_tickets_delete() returns trigger language plpgsql as 'begin return null; end';

do $make$
declare
  operation text;
  changed text;
  moved text;
  sold text;
begin
  foreach operation in array array['insert', 'update', 'delete'] loop
    changed := changed_rows(operation);

    -- A day depends on the zone, which does not change until the transaction ends. An order has no lines and no tickets
    -- before it is there and after it is gone; an update may move them to another group.
    moved := format('select c.* from (%s) c where c.id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.event_id, n.status, n.ordered_at, n.currency, n.removed_at is null)
        is distinct from (o.event_id, o.status, o.ordered_at, o.currency, o.removed_at is null))', changed);
    execute format($body$create or replace function on_orders_%1$s() returns trigger language plpgsql as $$
      begin
        perform from event_day_zones where event_id in (select event_id from (%2$s) c) order by event_id for share;
        if not is_changed_alone('orders', tg_op) then
          perform settle_after_last('orders', tg_op, (select array_agg(distinct event_id) from (%2$s) c));
          return null;
        end if;
        %3$s;
        %4$s
        return null;
      end $$ $body$, operation, changed, insert_sums('event_order_sums', order_contributions(changed)),
      case when operation = 'update' then format('if exists (%1$s) then %2$s; %3$s; %4$s; end if;', moved,
        insert_sums('event_order_sums', unit_contributions(items_of_orders(moved))),
        insert_sums('event_item_sums', item_contributions(items_of_orders(moved))),
        insert_sums('event_slot_sums', slot_contributions(slots_of_orders(moved)))) else '' end);

    -- A line counts under its order. Another transaction that changes the order must not move the line at the same time:
    -- the order is locked, unless this transaction wrote it.
    execute format($body$create or replace function on_order_items_%1$s() returns trigger language plpgsql as $$
      declare
        events uuid[];
        unlocked uuid[];
      begin
        select array_agg(distinct o.event_id), array_agg(o.id) filter (where o.xmin <> pg_current_xact_id()::xid)
        into events, unlocked from orders o where o.id in (select order_id from (%2$s) c);
        if unlocked is not null then
          perform from orders where id = any(unlocked) order by id for no key update;
          events := array(select o.event_id from orders o where o.id in (select order_id from (%2$s) c));
        end if;
        perform from event_day_zones where event_id = any(events) order by event_id for share;
        if not is_changed_alone('order_items', tg_op) then
          perform settle_after_last('order_items', tg_op, events);
          return null;
        end if;
        %3$s;
        %4$s;
        return null;
      end $$ $body$, operation, changed,
      insert_sums('event_order_sums', unit_contributions(items_with_orders(changed))),
      insert_sums('event_item_sums', item_contributions(items_with_orders(changed))));

    -- The same for the sales of a slot. A check-in changes nothing that depends on the order, so it waits for none.
    sold := case when operation = 'update' then format('select c.* from (%s) c where c.id in (
      select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.event_id, n.order_id, n.woo_product_id, n.slot, n.slot_at, n.slot_date, n.price, n.organizer_amount,
          n.status = ''refunded'', n.removed_at is null)
        is distinct from (o.event_id, o.order_id, o.woo_product_id, o.slot, o.slot_at, o.slot_date, o.price,
          o.organizer_amount, o.status = ''refunded'', o.removed_at is null))', changed) else changed end;
    execute format($body$create or replace function on_tickets_%1$s() returns trigger language plpgsql as $$
      declare
        has_slots boolean := exists (select from (%2$s) c where slot is not null);
      begin
        if has_slots then
          perform from orders where id in (select order_id from (%3$s) c where slot is not null)
            and xmin <> pg_current_xact_id()::xid order by id for no key update;
        end if;
        if not is_changed_alone('tickets', tg_op) then
          perform settle_after_last('tickets', tg_op, (select array_agg(distinct event_id) from (%2$s) c));
          return null;
        end if;
        %4$s;
        if has_slots then
          %5$s;
        end if;
        return null;
      end $$ $body$, operation, changed, sold, insert_sums('event_ticket_sums', ticket_contributions(changed)),
      insert_sums('event_slot_sums', slot_contributions(slots_with_orders(sold))));
  end loop;
end $make$;

-- Rows of a group that no other transaction has locked become one. A reader sees those before or after, with equal sums.
create function fold_event_sums() returns trigger language plpgsql as $$
begin
  -- A transaction with one snapshot would fail where another one has folded meanwhile.
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  execute format(
    'with several as materialized (
       select id from (select id, count(*) over (partition by %2$s) as n from %1$s where event_id = $1) s where n > 1
     ), free as materialized (
       select id from %1$s where id in (select id from several) order by id for update skip locked
     ), taken as (delete from %1$s where id in (select id from free) returning *)
     %3$s', tg_table_name, sum_keys(tg_table_name), insert_sums(tg_table_name, 'select * from taken'))
    using new.event_id;
  return null;
end $$;

-- Adds what the sums of an event lack of its rows. Both are read in one snapshot, and whatever others change meanwhile
-- changes both alike: check-ins need not wait. The lock keeps two of these apart, and pages of the event.
-- It returns in how many groups each table differed; an empty object: in none.
create function settle_event_sums(event uuid) returns jsonb language plpgsql as $$
declare
  sums text;
  present text := 'select 1 as sign, o.* from orders o where o.event_id = $1';
  found_rows text;
  differing bigint;
  result jsonb := '{}';
begin
  perform from event_day_zones where event_id = event for no key update;
  foreach sums in array array['event_order_sums', 'event_item_sums', 'event_ticket_sums', 'event_slot_sums'] loop
    found_rows := case sums
      when 'event_order_sums' then concat(order_contributions(present), ' union all ',
        unit_contributions(items_of_orders(present)))
      when 'event_item_sums' then item_contributions(items_of_orders(present))
      when 'event_ticket_sums' then ticket_contributions('select 1 as sign, t.* from tickets t where t.event_id = $1')
      when 'event_slot_sums' then slot_contributions(slots_with_orders(
        'select 1 as sign, t.* from tickets t where t.event_id = $1 and t.slot is not null')) end;
    execute insert_sums(sums, format('%s union all select event_id, %s, %s from %s where event_id = $1', found_rows,
        sum_keys(sums), '-' || array_to_string(sum_measures(sums), ', -'), sums))
      using event;
    get diagnostics differing = row_count;
    if differing > 0 then
      result := result || jsonb_build_object(sums, differing);
    end if;
  end loop;
  return result;
end $$;

-- PostgreSQL's form of a zone: bare offsets have the opposite sign there, and an unknown zone is UTC.
create function day_zone(timezone text) returns text language sql stable
  return case
    when timezone = 'UTC' then 'UTC'
    when timezone ~ '^[+-]\d{2}:\d{2}$' then translate(left(timezone, 1), '+-', '-+') || substr(timezone, 2)
    when exists (select from pg_timezone_names n where lower(n.name) = lower(timezone)) then timezone
    else 'UTC' end;

-- An order whose day was computed in another zone moves. The change of the zone waits for transactions that write orders
-- of the event, and they wait for it.
create function on_event_zone() returns trigger language plpgsql as $$
begin
  insert into event_day_zones (event_id, zone) values (new.id, day_zone(new.timezone))
  on conflict (event_id) do update set zone = excluded.zone, updated_at = now()
    where event_day_zones.zone <> excluded.zone;
  if found and tg_op = 'UPDATE' then
    perform settle_event_sums(new.id);
  end if;
  return null;
end $$;

create function on_event_deleted() returns trigger language plpgsql as $$
begin
  delete from event_day_zones where event_id = old.id;
  delete from event_order_sums where event_id = old.id;
  delete from event_item_sums where event_id = old.id;
  delete from event_ticket_sums where event_id = old.id;
  delete from event_slot_sums where event_id = old.id;
  return null;
end $$;

-- A table that is emptied as a whole: `tg_argv` has the sums of it.
create function on_rows_truncated() returns trigger language plpgsql as $$
declare
  sums text;
begin
  foreach sums in array tg_argv loop
    execute format('delete from %s', sums);
  end loop;
  return null;
end $$;

create trigger event_has_a_zone after insert on events for each row execute function on_event_zone();
create trigger event_changes_its_zone after update of timezone on events
  for each row when (old.timezone is distinct from new.timezone) execute function on_event_zone();
create trigger event_sums_go after delete on events for each row execute function on_event_deleted();
create trigger event_sums_go_all after truncate on events for each statement
  execute function on_rows_truncated('event_day_zones');
create trigger order_sums_go_all after truncate on orders for each statement
  execute function on_rows_truncated('event_order_sums');
create trigger item_sums_go_all after truncate on order_items for each statement
  execute function on_rows_truncated('event_item_sums');
create trigger ticket_sums_go_all after truncate on tickets for each statement
  execute function on_rows_truncated('event_ticket_sums', 'event_slot_sums');

do $$
declare
  name text;
  sums text;
  function regprocedure;
begin
  foreach name in array array['orders', 'order_items', 'tickets'] loop
    execute format('create trigger change_begins before insert or update or delete on %1$s
      for each statement execute function on_rows_change_begins()', name);
    execute format('create trigger sums_of_inserted after insert on %1$s referencing new table as new_rows
      for each statement execute function on_%1$s_insert()', name);
    execute format('create trigger sums_of_updated after update on %1$s
      referencing old table as old_rows new table as new_rows
      for each statement execute function on_%1$s_update()', name);
    execute format('create trigger sums_of_deleted after delete on %1$s referencing old table as old_rows
      for each statement execute function on_%1$s_delete()', name);
  end loop;
  foreach sums in array array['event_order_sums', 'event_item_sums', 'event_ticket_sums', 'event_slot_sums'] loop
    execute format('create trigger sums_are_folded after insert on %s
      for each row when (hashint8(new.id) & 127 = 0) execute function fold_event_sums()', sums);
  end loop;
  -- People who may write orders or tickets need no rights to the sums.
  for function in
    select p.oid from pg_proc p where p.pronamespace = current_schema()::regnamespace and p.proname = any (array[
      'on_orders_insert', 'on_orders_update', 'on_orders_delete', 'on_order_items_insert', 'on_order_items_update',
      'on_order_items_delete', 'on_tickets_insert', 'on_tickets_update', 'on_tickets_delete', 'fold_event_sums',
      'settle_event_sums',
      'on_event_zone', 'on_event_deleted', 'on_rows_truncated'])
  loop
    execute format('alter function %s security definer set search_path = %I, pg_temp', function, current_schema());
  end loop;
  revoke execute on function settle_event_sums from public;
end $$;

insert into event_day_zones (event_id, zone)
select e.id, z.zone from events e
join (select timezone, day_zone(timezone) as zone from (select distinct timezone from events) t) z using (timezone);
do $$
begin
  perform settle_event_sums(id) from events;
end $$;
