-- A full reading that was broken off goes on from its last committed page. How far it came stands in
-- sync_checkpoints (phase, position); this is what the next attempt needs besides.

create table unfinished_readings (
  configuration_id uuid primary key references sync_configurations (id),
  -- who read last
  execution_id uuid not null references sync_executions (id),
  attempt_number integer not null,
  -- by the clock of the store's database
  snapshot_taken_at timestamptz not null,
  -- what rows were made by and from: another one begins at the first order
  basis jsonb not null,
  -- where the store's change signals stood in that snapshot
  marks jsonb not null,
  -- digests of the store's tables in that snapshot, [[table, first id, rows, sum of hashes]]; null until they are taken
  digests jsonb,
  -- up to here each order was compared with the store by itself
  compared_phase text check (compared_phase in ('orders', 'orphans', 'done')),
  compared_position bigint,
  -- what the committed pages of all its attempts brought
  counts jsonb not null default '{}',
  unmapped_statuses jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Orders and tickets of the store that the next reading reads again, whatever else it reads: they were read, or were
-- to be read, by one that was broken off, and what became of them is not settled.
create table unsettled_rows (
  configuration_id uuid not null references sync_configurations (id),
  kind text not null check (kind in ('order', 'ticket')),
  woo_id bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, kind, woo_id)
);

alter table sync_attempts
  -- the attempt whose reading this one went on with, and the place after which; null: it began at the first order
  add column continued_execution_id uuid,
  add column continued_attempt integer,
  add column continued_phase text check (continued_phase in ('orders', 'orphans', 'done')),
  add column continued_position bigint,
  -- what this attempt itself read of the store; null until it ends
  add column orders_read integer,
  add column tickets_read integer;
