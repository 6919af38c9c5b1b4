-- Since when something is wrong, what became of each message about it, and who was refused at the gate.

-- When the first attempt of an execution failed; null: none did, or a version before this one ran it.
alter table sync_executions add column first_failed_at timestamptz;
create index sync_executions_failing on sync_executions (first_failed_at)
  where status in ('pending', 'running') and failed_attempts > 0;

-- null: a version before this one wrote the row; then updated_at says it.
alter table sync_store_outages add column last_failed_at timestamptz;

-- The first failure. An incident opens later, after the last attempt. null: the two are the same.
alter table alert_incidents add column started_at timestamptz;

alter table alert_messages
  -- null: a test message, which is about no incident
  alter column incident_id drop not null,
  add column last_attempt_at timestamptz,
  -- what the mail server or the other side of the webhook said
  add column last_reply text,
  drop constraint alert_messages_event_check,
  add constraint alert_messages_event_check check (event in ('opened', 'recovered', 'test')),
  add constraint alert_messages_incident_check check ((event = 'test') = (incident_id is null));
create index alert_messages_tests on alert_messages (created_at) where event = 'test';

-- Scans that the gate refused, one row each; check_ins has the ones that it accepted.
create table refused_check_ins (
  id uuid primary key,
  ticket_id uuid not null references tickets (id) on delete cascade,
  -- null: the scan named none, for an event of one day
  day integer,
  -- already-in, or the code of the error without its `ticket.`: refunded, cancelled …
  reason text not null,
  -- null: the user was deleted
  made_by uuid references users (id) on delete set null,
  at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index refused_check_ins_ticket on refused_check_ins (ticket_id, at desc);
