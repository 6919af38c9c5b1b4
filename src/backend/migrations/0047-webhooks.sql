-- WooCommerce's webhooks announce changed orders. An announcement says which order to read, and nothing of it is stored.

-- One address for each set of credentials.
create table sync_webhooks (
  credentials_id uuid primary key references sync_credentials (id) on delete cascade,
  -- A part of the address. Who knows it may do nothing without the secret.
  address_id uuid not null unique,
  secret_sealed text not null,
  secret_set_at timestamptz not null,
  -- WooCommerce sends a ping without a signature when a webhook is saved.
  last_ping_at timestamptz,
  last_delivery_at timestamptz,
  last_topic text,
  -- The last delivery about an order, of any event.
  last_order_at timestamptz,
  last_refused_at timestamptz,
  -- Orders that executions found and no delivery announced, since the last delivery about an order.
  missed_since_order integer not null default 0 check (missed_since_order >= 0),
  first_missed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sync_webhook_hours (
  credentials_id uuid not null references sync_webhooks (credentials_id) on delete cascade,
  hour timestamptz not null,
  -- Deliveries with a right signature: those that announced an order of a configured event, and all.
  announcing bigint not null default 0,
  deliveries bigint not null default 0,
  refused bigint not null default 0,
  -- New orders and new states of orders that executions found without a webhook's help: those that no delivery
  -- announced, and all.
  missed bigint not null default 0,
  found bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (credentials_id, hour)
);

-- Orders that were announced for a configuration.
create table sync_order_hints (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  woo_order_id bigint not null check (woo_order_id > 0),
  announced_at timestamptz not null,
  -- The first announcement that no execution has followed; null: the order was read after the last announcement.
  waiting_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, woo_order_id)
);
create index sync_order_hints_waiting on sync_order_hints (configuration_id, waiting_since)
  where waiting_since is not null;

-- More orders of a configuration were announced than wait one by one: an execution of the event reads them.
create table sync_hint_overflows (
  configuration_id uuid primary key references sync_configurations (id) on delete cascade,
  announced_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- New orders and new states of orders that an execution found without a webhook's help. After some minutes it is known
-- whether a delivery announces them.
create table sync_found_orders (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  woo_order_id bigint not null,
  -- The order's own time of change, or that of its finding if the store's clock is ahead.
  changed_at timestamptz not null,
  found_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, woo_order_id)
);

alter table sync_executions
  drop constraint sync_executions_trigger_check,
  add constraint sync_executions_trigger_check
    check (trigger in ('command_line', 'manual', 'schedule', 'retry', 'live', 'webhook'));

alter table alert_incidents
  drop constraint alert_incidents_kind_check,
  add constraint alert_incidents_kind_check check (kind in
    ('store_unreachable', 'credentials_failing', 'test_failed', 'sync_failed', 'proof_unverified', 'sync_stale',
      'sign_ins_failing', 'password_unprotected', 'clock_skewed', 'webhooks_silent'));
