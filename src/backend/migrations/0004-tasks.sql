-- Work that goes by itself: schedules, attempts, retries, recovery, alerts. PostgreSQL is the queue of record:
-- what is to be done, when and how often it was tried stands here; the queues outside only carry.

-- The grid of a schedule (anchor, frequency, time zone, run_at) and how its executions went. next_due_at is
-- null while nothing is scheduled.
alter table sync_configurations
  add column timezone text not null default 'UTC',
  add column run_at time,
  add column schedule_anchor timestamptz not null default now(),
  add column scheduled_since timestamptz not null default now(),
  add column next_due_at timestamptz,
  add column last_sync_at timestamptz,
  add column last_sync_status text check (last_sync_status in ('success', 'failed')),
  add column last_success_at timestamptz,
  add column total_executions integer not null default 0,
  add column successful_executions integer not null default 0,
  add column failed_executions integer not null default 0,
  add column unverified_executions integer not null default 0,
  add column success_rate numeric(5, 2) generated always as (
    case when successful_executions + failed_executions = 0 then null
    else round(100.0 * successful_executions / (successful_executions + failed_executions), 2) end
  ) stored;
create index sync_configurations_due on sync_configurations (next_due_at) where next_due_at is not null;

alter table sync_executions drop constraint sync_executions_trigger_check;
alter table sync_executions
  add constraint sync_executions_trigger_check
    check (trigger in ('command_line', 'manual', 'schedule', 'retry')),
  add column queue text not null default 'default' check (queue in ('critical', 'default')),
  -- the place on the grid that a scheduled execution stands for
  add column planned_at timestamptz,
  add column requested_by uuid references users (id) on delete set null,
  add column retry_of uuid references sync_executions (id) on delete set null,
  add column max_retries integer not null default 0 check (max_retries >= 0),
  add column failed_attempts integer not null default 0,
  add column takeovers integer not null default 0,
  add column next_attempt_at timestamptz,
  -- a job id that was used before is ignored by the carrier, so each dispatch has a number of its own
  add column dispatch_number integer not null default 0,
  add column dispatched_at timestamptz,
  add column stop_reason text check (stop_reason in ('cancelled', 'paused')),
  add column error_kind text,
  -- when the alerts looked at how it ended
  add column judged_at timestamptz;
update sync_executions set judged_at = finished_at where finished_at is not null;
-- One wish at a time: another one promotes the one that waits, or is refused while one runs.
drop index sync_executions_one_running;
create unique index sync_executions_one_active on sync_executions (configuration_id)
  where status in ('pending', 'running');
create unique index sync_executions_planned on sync_executions (configuration_id, planned_at)
  where planned_at is not null;
create index sync_executions_active on sync_executions (status) where status in ('pending', 'running');
create index sync_executions_unjudged on sync_executions (finished_at)
  where finished_at is not null and judged_at is null;
create index sync_executions_finished on sync_executions (finished_at) where finished_at is not null;

alter table sync_attempts drop constraint sync_attempts_outcome_check;
alter table sync_attempts add constraint sync_attempts_outcome_check
  check (outcome in ('success', 'failed', 'cancelled', 'worker_lost', 'given_back'));

-- Where a running execution stands. Apart from the lease, so that telling it waits for no page.
create table sync_progress (
  execution_id uuid primary key references sync_executions (id) on delete cascade,
  phase text not null,
  orders_read integer not null,
  orders_expected integer not null,
  tickets_read integer not null,
  tickets_expected integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A store that cannot be reached holds back its executions until one probe succeeds.
create table sync_store_outages (
  credentials_id uuid primary key references sync_credentials (id) on delete cascade,
  error_code text not null,
  error_message text not null,
  probes integer not null default 0,
  next_probe_at timestamptz not null,
  started_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Work that is no execution: connection tests, cleanup, sending alerts.
create table background_tasks (
  id uuid primary key,
  name text not null
    check (name in ('test_woocommerce_connection', 'cleanup_old_executions', 'send_alert')),
  queue text not null check (queue in ('critical', 'maintenance', 'notifications')),
  -- what it is about: the credentials of a test
  subject_id uuid,
  status text not null default 'pending' check (status in ('pending', 'running', 'success', 'failed')),
  run_after timestamptz not null,
  dispatch_number integer not null default 0,
  dispatched_at timestamptz,
  holder text,
  lease_until timestamptz,
  result jsonb,
  error_code text,
  error_message text,
  judged_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index background_tasks_one_open on background_tasks (name, subject_id)
  nulls not distinct where status in ('pending', 'running');
create index background_tasks_finished on background_tasks (finished_at) where finished_at is not null;

-- Something that is wrong, from its first sign until it is over, however many executions fail of it.
create table alert_incidents (
  id uuid primary key,
  -- what it has in common: store:<credentials>, configuration:<id>, defect:<code> …
  cause_key text not null,
  kind text not null check (kind in
    ('store_unreachable', 'credentials_failing', 'sync_failed', 'proof_unverified', 'sync_stale')),
  credentials_id uuid references sync_credentials (id) on delete cascade,
  error_code text,
  error_message text,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  occurrences integer not null default 1,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index alert_incidents_open on alert_incidents (cause_key) where resolved_at is null;
create index alert_incidents_newest on alert_incidents (opened_at desc);

create table alert_incident_configurations (
  incident_id uuid not null references alert_incidents (id) on delete cascade,
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  execution_id uuid references sync_executions (id) on delete set null,
  recovered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (incident_id, configuration_id)
);
create index alert_incident_configurations_configuration
  on alert_incident_configurations (configuration_id) where recovered_at is null;

-- The outbox: written with the incident, sent until it is accepted.
create table alert_messages (
  id uuid primary key,
  incident_id uuid not null references alert_incidents (id) on delete cascade,
  event text not null check (event in ('opened', 'recovered')),
  channel text not null check (channel in ('mail', 'webhook')),
  recipient text not null,
  language text not null check (language in ('en', 'es')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  sent_at timestamptz,
  given_up_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (incident_id, event, channel, recipient)
);
create index alert_messages_unsent on alert_messages (next_attempt_at)
  where sent_at is null and given_up_at is null;

-- Superusers who want alerts, and in which language they read them.
alter table users
  add column if not exists wants_alerts boolean not null default false,
  add column if not exists language text not null default 'en' check (language in ('en', 'es'));
