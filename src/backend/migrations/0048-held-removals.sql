-- What the removal guard holds: the orders and tickets that a reading would remove or make invalid, as a list that a
-- person approves or rejects. See docs/decisions/0032-held-removals.md.
create table held_removals (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  -- the execution that found the list first, and the last one that found the same list
  execution_id uuid references sync_executions (id) on delete set null,
  last_execution_id uuid references sync_executions (id) on delete set null,
  -- of its rows and of what would happen to each of them
  digest text not null,
  state text not null check (state in ('waiting', 'approved', 'rejected', 'expired', 'done')),
  -- what the guard compared when it held the list
  max_removal_percent numeric(5, 2) not null,
  valid_tickets integer not null,
  lost_before integer not null,
  -- a person rejected rows of it before, so it waits even if the limit would let it pass
  after_rejection boolean not null default false,
  decided_by uuid references users (id) on delete set null,
  decided_at timestamptz,
  -- the person's reason
  note text,
  -- a rejected list keeps its rows until then
  keeps_until timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint held_removals_decided check (state not in ('approved', 'rejected', 'done') or decided_at is not null),
  constraint held_removals_ended check ((state in ('expired', 'done')) = (ended_at is not null)),
  constraint held_removals_keeps check (state <> 'rejected' or keeps_until is not null)
);
create unique index held_removals_one_waiting on held_removals (configuration_id) where state = 'waiting';
create index held_removals_open on held_removals (configuration_id) where state in ('waiting', 'approved', 'rejected');
create index held_removals_execution on held_removals (execution_id);
create index held_removals_last_execution on held_removals (last_execution_id);

create table held_removal_rows (
  held_removal_id uuid not null references held_removals (id) on delete cascade,
  kind text not null check (kind in ('order', 'ticket')),
  row_id uuid not null,
  -- the store's ids, of the row or of its order
  woo_order_id bigint,
  woo_ticket_id bigint,
  -- the status that the store would give the row, trashed, or gone
  becomes text not null,
  -- what happened to the row of a decided list; null: nothing yet
  outcome text check (outcome in ('removed', 'returned')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (held_removal_id, row_id)
);
create index held_removal_rows_row on held_removal_rows (row_id);

alter table alert_incidents drop constraint alert_incidents_kind_check;
alter table alert_incidents add constraint alert_incidents_kind_check check (kind in
  ('store_unreachable', 'credentials_failing', 'test_failed', 'sync_failed', 'proof_unverified', 'sync_stale',
    'sign_ins_failing', 'password_unprotected', 'clock_skewed', 'webhooks_silent', 'removals_held', 'many_refunds'));

-- Somebody looked at a reject and accepts that the row is left out. It stays open until the row can be read or is gone.
-- If the row changes in the store, the dismissal ends.
alter table sync_rejects
  add column dismissed_at timestamptz,
  add column dismissed_by uuid references users (id) on delete set null,
  add column dismiss_note text;
