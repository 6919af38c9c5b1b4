-- The feed: which orders, tickets, check-ins, events, executions and alerts changed, in an order that other programs can
-- follow. Triggers write a row into feed_arrivals in the transaction of the change, also of a person with SQL. A process moves
-- arrivals that are committed into feed_changes and gives them their positions. See src/backend/feed/ and
-- docs/decisions/0035-a-feed-of-changes.md. No row contains a value, so none contains personal data.

create table feed_arrivals (
  id bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  subject text not null,
  verb text not null,
  subject_id uuid not null,
  -- As far as the changed row knows them.
  event_id uuid,
  order_id uuid,
  ticket_id uuid,
  -- Names of columns, with commas between them.
  fields text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- Only what has no position yet is here, so each row soon dies.
alter table feed_arrivals set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
-- Changes of a transaction are numbered together.
create index feed_arrivals_transaction on feed_arrivals (transaction_id, id);

create table feed_changes (
  position bigint primary key,
  kind text not null,
  subject_id uuid not null,
  event_id uuid,
  order_id uuid,
  ticket_id uuid,
  organizer_id uuid,
  fields text[] not null,
  transaction_id xid8 not null,
  changed_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One row. Whoever gives positions locks it.
create table feed_position (
  only_row boolean primary key default true check (only_row),
  last_position bigint not null default 0,
  -- The change before the oldest one that is kept; position 0 is the beginning of the feed.
  base_position bigint not null default 0,
  base_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into feed_position default values;

-- The triggers run with the rights of their owner: a role that may write orders or tickets needs no right to the feed.
-- Each statement names the schema of the table that was changed, so that a schema can be renamed.

-- Orders, tickets and events; the first argument names them. An update names the columns that differ. `removed_reason` says
-- enough about `removed_at`, and `store_values` repeats other columns.
create function feed_rows() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  subject constant text := tg_argv[0];
  its_event constant text := case subject when 'event' then 'n.id' else 'n.event_id' end;
  its_order constant text := case subject when 'order' then 'n.id' when 'ticket' then 'n.order_id' else 'null::uuid' end;
  differing text;
begin
  if tg_op <> 'UPDATE' then
    execute format('insert into %I.feed_arrivals (subject, verb, subject_id, event_id, order_id)
      select %L, %L, n.id, %s, %s from changed_rows n', tg_table_schema, subject,
      case tg_op when 'INSERT' then 'created' else 'removed' end, its_event, its_order);
    return null;
  end if;
  select string_agg(format('case when o.%1$I is distinct from n.%1$I then %1$L end', attname), ', ') into differing
  from pg_attribute where attrelid = tg_relid and attnum > 0 and not attisdropped
    and attname <> all ('{content_digest,store_values,removed_at,created_at,updated_at}'::name[]);
  execute format('insert into %I.feed_arrivals (subject, verb, subject_id, event_id, order_id, fields)
    select %L, case when n.removed_at is not null and o.removed_at is null then ''removed''
        when n.status = ''cancelled'' and o.status <> ''cancelled'' then ''cancelled''
        when n.status = ''refunded'' and o.status <> ''refunded'' or %s then ''refunded'' else ''updated'' end,
      n.id, %s, %s, d.fields
    from changed_rows n join old_rows o on o.id = n.id
    cross join lateral (select concat_ws('','', %s) as fields offset 0) d
    where d.fields <> '''' or (n.removed_at is null) <> (o.removed_at is null)', tg_table_schema,
    subject, case subject when 'order' then 'n.refunded > o.refunded' else 'false' end, its_event, its_order, differing);
  return null;
end $$;

-- Parts of an order or an event: lines, refunds, tiers, forms. The arguments are what the part belongs to, the name of the
-- part, and the column that leads there; if that column leads to another part, then the table and the column of that one.
create function feed_parts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  through constant text := case when tg_nargs > 3
    then format('(select p.%I from %I.%I p where p.id = c.%I)', tg_argv[4], tg_table_schema, tg_argv[3], tg_argv[2])
    else format('c.%I', tg_argv[2]) end;
  differing text;
  source text := 'changed_rows';
begin
  if tg_op = 'UPDATE' then
    select string_agg(format('o.%1$I is distinct from n.%1$I', attname), ' or ') into differing
    from pg_attribute where attrelid = tg_relid and attnum > 0 and not attisdropped
      and attname <> all ('{content_digest,store_values,removed_at,created_at,updated_at}'::name[]);
    source := format('(select n.%1$I from changed_rows n join old_rows o on o.id = n.id where %2$s
      union select o.%1$I from changed_rows n join old_rows o on o.id = n.id where %2$s)', tg_argv[2], differing);
  end if;
  execute format('insert into %I.feed_arrivals (subject, verb, subject_id, fields)
    select %L, ''updated'', f.subject_id, %L from (select distinct %s as subject_id from %s c) f
    where f.subject_id is not null', tg_table_schema, tg_argv[0], tg_argv[1], through, source);
  return null;
end $$;

-- Check-ins, and those that were refused; the first argument is the verb.
create function feed_check_ins() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %I.feed_arrivals (subject, verb, subject_id, ticket_id)
    select ''check_in'', %L, id, ticket_id from changed_rows', tg_table_schema, tg_argv[0]);
  return null;
end $$;

-- A row as a whole: the end of an execution, a state of an alert.
create function feed_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('insert into %I.feed_arrivals (subject, verb, subject_id) values (%L, %L, $1)',
    tg_table_schema, tg_argv[0], tg_argv[1]) using new.id;
  return null;
end $$;

-- A trigger function needs this right only while a trigger is created. Without it, a login with a table of its own could
-- create such a trigger, and choose the schema into which the owner writes.
revoke execute on function feed_rows(), feed_parts(), feed_check_ins(), feed_row() from public;

do $$
declare
  one record;
begin
  for one in select * from (values
    ('orders', 'feed_rows(''order'')'),
    ('tickets', 'feed_rows(''ticket'')'),
    ('events', 'feed_rows(''event'')'),
    ('order_items', 'feed_parts(''order'', ''items'', ''order_id'')'),
    ('refunds', 'feed_parts(''order'', ''refunds'', ''order_id'')'),
    ('refund_lines', 'feed_parts(''order'', ''refunds'', ''refund_id'', ''refunds'', ''order_id'')'),
    ('ticket_tiers', 'feed_parts(''event'', ''ticket_tiers'', ''event_id'')'),
    ('forms', 'feed_parts(''event'', ''form'', ''event_id'')'),
    ('form_fields', 'feed_parts(''event'', ''form'', ''form_id'', ''forms'', ''event_id'')')
  ) as t (name, act) loop
    execute format('create trigger feed_after_insert after insert on %I
      referencing new table as changed_rows for each statement execute function %s', one.name, one.act);
    execute format('create trigger feed_after_update after update on %I referencing old table as old_rows
      new table as changed_rows for each statement execute function %s', one.name, one.act);
    execute format('create trigger feed_after_delete after delete on %I
      referencing old table as changed_rows for each statement execute function %s', one.name, one.act);
  end loop;
end $$;

create trigger feed_after_insert after insert on check_ins
  referencing new table as changed_rows for each statement execute function feed_check_ins('created');
create trigger feed_after_insert after insert on refused_check_ins
  referencing new table as changed_rows for each statement execute function feed_check_ins('refused');

create trigger feed_succeeded after update of status on sync_executions for each row
  when (old.status <> 'success' and new.status = 'success') execute function feed_row('execution', 'succeeded');
create trigger feed_failed after update of status on sync_executions for each row
  when (old.status <> 'failed' and new.status = 'failed') execute function feed_row('execution', 'failed');
create trigger feed_cancelled after update of status on sync_executions for each row
  when (old.status <> 'cancelled' and new.status = 'cancelled') execute function feed_row('execution', 'cancelled');

create trigger feed_opened after insert on alert_incidents for each row
  when (new.resolved_at is null) execute function feed_row('alert', 'opened');
create trigger feed_acknowledged after update of acknowledged_at on alert_incidents for each row
  when (old.acknowledged_at is null and new.acknowledged_at is not null)
  execute function feed_row('alert', 'acknowledged');
create trigger feed_resolved after update of resolved_at on alert_incidents for each row
  when (old.resolved_at is null and new.resolved_at is not null) execute function feed_row('alert', 'resolved');
