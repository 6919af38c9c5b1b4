-- Live mode: from shortly before an event until its end, a watch asks the store every few seconds whether anything
-- changed, and requests an execution only then.

alter table sync_executions drop constraint sync_executions_trigger_check;
alter table sync_executions
  add constraint sync_executions_trigger_check
    check (trigger in ('command_line', 'manual', 'schedule', 'retry', 'live'));

alter table sync_configurations
  -- a person's choice, valid until that time; null: the times of the event decide
  add column live_switch text check (live_switch in ('on', 'off')),
  add column live_switch_until timestamptz,
  add constraint sync_configurations_live_switch_ends check ((live_switch is null) = (live_switch_until is null));

-- How many seconds an hour a store may spend on its watch and its executions; above that, live mode slows down.
-- null: no ceiling
alter table sync_credentials
  add column live_ceiling_seconds integer check (live_ceiling_seconds between 1 and 3600);

-- The watch of a store, which one process has at a time. Another one takes it over when it was not renewed.
create table sync_live_watches (
  credentials_id uuid primary key references sync_credentials (id) on delete cascade,
  -- null: no process has it
  holder text,
  -- grows each time a process takes the watch
  token bigint not null default 1,
  renewed_at timestamptz not null default clock_timestamp(),
  state text not null default 'starting' check (state in
    ('starting', 'watching', 'yielding', 'executions', 'unreachable', 'failing')),
  -- whether it holds a connection to the store
  is_connected boolean not null default false,
  since timestamptz not null,
  last_asked_at timestamptz,
  last_moved_at timestamptz,
  pause_ms integer,
  -- why the pause is longer than usual; null: it is not
  slowed_by text check (slowed_by in ('store', 'ceiling')),
  failures integer not null default 0,
  error_code text,
  error_message text,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What a set of credentials cost its store, by minute; rows of the last hours are kept.
create table store_costs (
  credentials_id uuid not null references sync_credentials (id) on delete cascade,
  minute timestamptz not null,
  kind text not null check (kind in ('watch', 'execution', 'request')),
  statements bigint not null default 0,
  rows bigint not null default 0,
  bytes bigint not null default 0,
  seconds double precision not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (credentials_id, minute, kind)
);
