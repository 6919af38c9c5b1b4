-- What a store counted of an event in the last whole proof, by ranges of the ids of orders. A range is counted again when
-- one of its rows was read again; the proof adds up all ranges.
create table store_counts (
  configuration_id uuid not null references sync_configurations (id),
  -- below 0: tickets that name no order, by their own ids
  range_start bigint not null,
  -- the tickets that were counted, and those that were read since then
  ticket_ids bigint[] not null,
  counted jsonb not null,
  -- a row was read again after it was counted
  is_stale boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, range_start)
);

-- Orders that changed within a week: each sweep compares them one by one.
create table hot_orders (
  configuration_id uuid not null references sync_configurations (id),
  woo_order_id bigint not null,
  changed_at timestamptz not null,
  -- of its rows in the store as they were last loaded; null: not taken yet
  digest text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, woo_order_id)
);
create index hot_orders_newest on hot_orders (configuration_id, changed_at);

-- A sweep compares a part of the store's tables, and whole tables once a day.
alter table sync_checkpoints
  -- {table: [[first id, when it was last compared, in milliseconds]]}; null: not known
  add column compared_spans jsonb,
  add column whole_swept_at timestamptz,
  -- the duration of a sweep as the schedule makes it; sweep_ms was that of whole tables
  add column usual_sweep_ms integer;

alter table sync_checkpoints
  -- what the counts depend on besides the rows of the store; null: there are no counts
  add column counts_basis text,
  -- the last execution whose rows were marked: an older program marks none
  add column counts_execution_id uuid,
  -- the rows that could not be read and are left out of the counts
  add column counts_excluded jsonb,
  -- when everything was last counted at once, as a check of the sums
  add column counted_whole_at timestamptz;
