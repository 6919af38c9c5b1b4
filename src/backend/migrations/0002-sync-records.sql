-- Taquilla's own records: what was asked, what was done, what could not be done.

create table sync_executions (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  event_id uuid references events (id),
  trigger text not null check (trigger in ('command_line', 'manual', 'schedule')),
  depth text not null check (depth in ('full')),
  status text not null check (status in ('pending', 'running', 'success', 'failed', 'cancelled')),
  verification text check (verification in ('verified', 'verified_with_rejects', 'unverified')),
  counts jsonb not null default '{}',
  timings_ms jsonb not null default '{}',
  unmapped_statuses jsonb not null default '[]',
  warnings jsonb not null default '[]',
  error_code text,
  error_message text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- Two running executions of one configuration cannot exist, whoever asks.
create unique index sync_executions_one_running on sync_executions (configuration_id) where status = 'running';
create index sync_executions_newest on sync_executions (configuration_id, created_at desc);

-- The right to run an execution, for a while. Every page's transaction checks its token.
create table sync_leases (
  execution_id uuid primary key references sync_executions (id),
  fencing_token bigint generated always as identity,
  holder text not null,
  heartbeat_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sync_attempts (
  id uuid primary key,
  execution_id uuid not null references sync_executions (id),
  number integer not null,
  outcome text check (outcome in ('success', 'failed', 'cancelled', 'worker_lost')),
  error_code text,
  error_message text,
  error_details jsonb,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (execution_id, number)
);

-- How far a configuration's reading came: committed together with the page that it ends.
create table sync_checkpoints (
  configuration_id uuid primary key references sync_configurations (id),
  execution_id uuid not null references sync_executions (id),
  phase text not null check (phase in ('orders', 'orphans', 'done')),
  position bigint not null,
  snapshot_taken_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Rows of a store that could not be read, kept as they were found until they can.
create table sync_rejects (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  execution_id uuid not null references sync_executions (id),
  kind text not null check (kind in ('order', 'ticket')),
  woo_id bigint not null,
  woo_order_id bigint,
  code text not null,
  message text not null,
  raw jsonb not null,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index sync_rejects_open on sync_rejects (configuration_id, kind, woo_id) where settled_at is null;

create table sync_proofs (
  id uuid primary key,
  execution_id uuid not null references sync_executions (id),
  scope text not null check (scope in ('whole', 'touched')),
  subject text not null,
  group_name text not null,
  measure text not null,
  store_value text not null,
  backend_value text not null,
  equal boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sync_proofs_execution on sync_proofs (execution_id);

-- The journal: what each execution changed. fields is {column: [before, after]}; empty for a creation.
-- No foreign key to the execution: its own transaction writes it under the execution's lease, and checking it
-- again for every row of a first sync would cost more than writing the row.
create table sync_changes (
  id bigint generated always as identity primary key,
  execution_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  operation text not null check (operation in ('created', 'updated', 'removed', 'restored')),
  fields jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sync_changes_execution on sync_changes (execution_id, id);
create index sync_changes_row on sync_changes (row_id);

create table sync_log_lines (
  id bigint generated always as identity primary key,
  execution_id uuid not null references sync_executions (id),
  level text not null check (level in ('info', 'warn', 'error')),
  message text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sync_log_lines_execution on sync_log_lines (execution_id, id);

-- A field that changed here and in the store since the last sync: ours is kept, a person decides.
create table conflicts (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  execution_id uuid not null references sync_executions (id),
  table_name text not null,
  row_id uuid not null,
  field text not null,
  base jsonb,
  ours jsonb,
  theirs jsonb,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index conflicts_open on conflicts (row_id, field) where settled_at is null;

-- Digests of whole ranges of a store's tables as last loaded, for finding what no timestamp tells.
create table range_digests (
  configuration_id uuid not null references sync_configurations (id),
  source_table text not null,
  range_start bigint not null,
  range_end bigint not null,
  row_count bigint not null,
  hash_sum numeric not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, source_table, range_start)
);
