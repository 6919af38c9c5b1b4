-- Outbound events: addresses of other systems to which Taquilla sends changes of the feed. See src/backend/outbound/ and
-- docs/decisions/0036-outbound-events.md.

create table outbound_endpoints (
  id uuid primary key,
  name text not null unique,
  url text not null,
  -- Empty: all.
  kinds text[] not null default '{}',
  organizer_ids uuid[] not null default '{}',
  event_ids uuid[] not null default '{}',
  secret_sealed text not null,
  -- The secret before it signs as well, until this time.
  old_secret_sealed text,
  old_secret_until timestamptz,
  -- ended: the receiver answered 410
  state text not null check (state in ('active', 'paused', 'ended')),
  state_changed_at timestamptz not null default now(),
  -- The last change of the feed that was weighed for this endpoint.
  position bigint not null,
  -- Failures in a row that concern the receiver as a whole, and until when it is left alone.
  failures integer not null default 0,
  held_until timestamptz,
  last_delivered_at timestamptz,
  last_error text,
  last_reply text,
  -- Positions of changes that it did not get, because they were no longer kept.
  skipped text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint outbound_endpoints_old_secret check ((old_secret_sealed is null) = (old_secret_until is null))
);

-- One change for one endpoint: what waits, and the log of what was sent.
create table outbound_deliveries (
  id uuid primary key,
  endpoint_id uuid not null references outbound_endpoints (id) on delete cascade,
  position bigint not null,
  -- The cursor of the change. Each attempt and each replay carries it.
  message_id text not null,
  kind text not null,
  -- The order, or else the ticket, or else the object itself. Its deliveries are sent one after the other.
  subject_id uuid not null,
  -- Also its deliveries are sent one after the other: the order of a ticket may arrive after the ticket.
  ticket_id uuid,
  change jsonb not null,
  changed_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'given_up')),
  -- A person asked for it again. What is new goes first.
  is_replayed boolean not null default false,
  attempts integer not null default 0,
  -- The first of the attempts that count for the time limit; until then, the queueing or the last replay.
  waiting_since timestamptz not null,
  next_attempt_at timestamptz not null,
  -- A process sends it until this time at most.
  claimed_until timestamptz,
  last_attempt_at timestamptz,
  last_status integer,
  last_error text,
  last_reply text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (endpoint_id, position)
);
create index outbound_deliveries_waiting on outbound_deliveries (endpoint_id, is_replayed, position)
  where status = 'waiting';
create index outbound_deliveries_trial on outbound_deliveries (endpoint_id, last_attempt_at nulls first, position)
  where status = 'waiting';
create index outbound_deliveries_subject on outbound_deliveries (endpoint_id, subject_id, position)
  where status = 'waiting';
create index outbound_deliveries_ticket on outbound_deliveries (endpoint_id, ticket_id, position)
  where status = 'waiting' and ticket_id is not null;
create index outbound_deliveries_given_up on outbound_deliveries (endpoint_id) where status = 'given_up';
create index outbound_deliveries_old on outbound_deliveries (created_at);
