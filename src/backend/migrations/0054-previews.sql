-- A row of a waiting list whose money was refunded no longer waits: the list goes on without it.
alter table held_removal_rows drop constraint held_removal_rows_outcome_check;
alter table held_removal_rows add constraint held_removal_rows_outcome_check
  check (outcome in ('removed', 'returned', 'refunded'));

-- What a person saw before a sync: the differences between store and backend at one moment. An execution that names a
-- preview writes only if the differences are still the same.
create table sync_previews (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  -- null: the command line
  requested_by uuid references users (id) on delete set null,
  -- the store's ids of the orders that it covers; null: the event
  order_ids bigint[] check (cardinality(order_ids) between 1 and 1000),
  -- settings that were not saved, by the names of the API
  settings jsonb not null default '{}',
  -- of all differences
  digest text not null,
  -- what was shown
  report jsonb not null,
  -- the first rows that would change, for naming those that moved later
  shown_rows jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sync_previews_configuration on sync_previews (configuration_id, created_at);

alter table sync_executions add column preview_id uuid references sync_previews (id) on delete set null;
create index sync_executions_preview on sync_executions (preview_id) where preview_id is not null;
