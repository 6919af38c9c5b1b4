-- Who may do what over HTTP, and what was done.

alter table users
  add column name text,
  -- a viewer sees buyers and attendees masked, unless granted
  add column sees_personal_data boolean not null default false,
  add column last_login_at timestamptz;

-- A browser that is signed in. Only digests are kept: this table alone opens no session.
create table user_sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  token_digest bytea not null unique,
  csrf_digest bytea not null,
  address text,
  user_agent text,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_sessions_user on user_sessions (user_id);
create index user_sessions_expired on user_sessions (expires_at);

-- What a machine signs in with: shown once, kept as a digest, with a role that is never above its owner's.
create table api_tokens (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  name text not null,
  token_digest bytea not null unique,
  role text not null check (role in ('superuser', 'operator', 'viewer')),
  sees_personal_data boolean not null default false,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index api_tokens_user on api_tokens (user_id, created_at);

-- Attempts to sign in, for their limits: `account:` and `address:` count apart.
create table login_attempts (
  id bigint generated always as identity primary key,
  subject text not null,
  attempted_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index login_attempts_subject on login_attempts (subject, attempted_at);
create index login_attempts_old on login_attempts (attempted_at);

-- Every change that somebody made, and every sign-in. What was sent is kept without its secrets.
create table audit_entries (
  id uuid primary key,
  user_id uuid references users (id) on delete set null,
  -- as it was called then
  user_email text,
  token_id uuid references api_tokens (id) on delete set null,
  action text not null,
  object_id text,
  sent jsonb not null default '{}',
  address text,
  request_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index audit_entries_newest on audit_entries (created_at desc, id desc);
create index audit_entries_object on audit_entries (object_id, created_at desc);

-- A request to start work that is sent again, for want of an answer, starts nothing twice.
create table idempotency_keys (
  actor_id uuid not null,
  key text not null,
  request text not null,
  -- null while the first one is being answered
  status integer,
  reply jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_keys_old on idempotency_keys (created_at);

alter table sync_configurations
  add column created_by uuid references users (id) on delete set null,
  add column sweep_budget_seconds integer not null default 60 check (sweep_budget_seconds between 0 and 3600),
  add column max_removal_percent numeric(5, 2) not null default 20 check (max_removal_percent between 0 and 100),
  -- deleted: hidden and unscheduled; its event and executions stay
  add column deleted_at timestamptz,
  drop constraint sync_configurations_organizer_id_pinned_site_url_pinned_tab_key;
create unique index sync_configurations_one_product on sync_configurations
  (organizer_id, pinned_site_url, pinned_table_prefix, woo_product_id, woo_variation_id)
  nulls not distinct where deleted_at is null;
create index sync_configurations_newest on sync_configurations (created_at desc, id desc);
create index sync_configurations_name on sync_configurations (lower(name), id);
create index sync_configurations_credentials on sync_configurations (credentials_id);

-- Lists are narrowed, searched and counted by what this index holds, without a look at the rows.
create index sync_executions_created on sync_executions (created_at desc, id desc)
  include (status, trigger, verification, configuration_id, error_code);
create index sync_executions_failed on sync_executions (created_at) where error_code is not null;
create index sync_rejects_execution on sync_rejects (execution_id);
-- Statistics read how executions ended, and nothing else of them.
create index sync_executions_ended on sync_executions (finished_at desc nulls last, id desc)
  include (status, verification, error_code);

alter table alert_incidents
  add column acknowledged_at timestamptz,
  add column acknowledged_by uuid references users (id) on delete set null;
