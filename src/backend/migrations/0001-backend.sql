-- The ticketing backend: what events are run with. Money is numeric(26,8) in the order's own currency and is
-- never converted; times are timestamptz; ids are UUIDv7 made by the application.
--
-- Synced rows carry content_digest (over the columns that a sync writes; see backend/digest.ts), removed_at
-- and removed_reason. Rows keep their ids for life: what vanishes from the store is marked, never deleted.

create type removed_reason as enum ('gone', 'trashed', 'left_event');

create table organizers (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  contact_email text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index organizers_contact_email on organizers (lower(contact_email));

create table users (
  id uuid primary key,
  email text not null,
  password_hash text not null,
  role text not null check (role in ('superuser', 'operator', 'viewer')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

-- How a store is reached.
create table sync_credentials (
  id uuid primary key,
  name text not null unique,
  transport text not null check (transport in ('direct')),
  host text not null,
  port integer not null check (port between 1 and 65535),
  username text not null,
  database_name text not null,
  table_prefix text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One WooCommerce product (or one variation of it) kept as one event. The pinned columns say which store it
-- was made for: another store has another product of the same number.
create table sync_configurations (
  id uuid primary key,
  name text not null,
  organizer_id uuid not null references organizers (id),
  credentials_id uuid not null references sync_credentials (id),
  woo_product_id bigint not null check (woo_product_id > 0),
  woo_variation_id bigint check (woo_variation_id > 0),
  event_name text not null,
  event_description text,
  event_start_date timestamptz,
  event_end_date timestamptz,
  ticket_tier_name text not null default 'General',
  service_fee_percentage numeric(5, 2) not null default 0 check (service_fee_percentage between 0 and 100),
  frequency text not null default 'manual'
    check (frequency in ('manual', 'every_15_minutes', 'hourly', 'daily', 'weekly', 'monthly')),
  status text not null default 'active' check (status in ('active', 'paused', 'disabled', 'error')),
  status_mapping jsonb not null default '{}',
  refund_policy text not null default 'newest_not_checked_in'
    check (refund_policy in ('newest_not_checked_in', 'oldest_not_checked_in')),
  pinned_site_url text not null,
  pinned_table_prefix text not null,
  pinned_product_created_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (organizer_id, pinned_site_url, pinned_table_prefix, woo_product_id, woo_variation_id)
);

create table events (
  id uuid primary key,
  organizer_id uuid not null references organizers (id),
  configuration_id uuid unique references sync_configurations (id) on delete set null,
  title text not null,
  slug text not null unique,
  description text,
  status text not null check (status in ('draft', 'published', 'archived')),
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  starts_at timestamptz,
  ends_at timestamptz,
  timezone text not null,
  venue text,
  woo_product_id bigint not null,
  woo_variation_id bigint,
  store_url text not null,
  store_values jsonb not null default '{}',
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (organizer_id, store_url, woo_product_id, woo_variation_id)
);

create table forms (
  id uuid primary key,
  event_id uuid not null unique references events (id),
  name text not null,
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table form_fields (
  id uuid primary key,
  form_id uuid not null references forms (id),
  key text not null,
  label text not null,
  type text not null,
  required boolean not null,
  options jsonb not null default '[]',
  position integer not null,
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (form_id, key)
);

create table ticket_tiers (
  id uuid primary key,
  event_id uuid not null references events (id),
  name text not null,
  woo_product_id bigint not null,
  woo_variation_id bigint not null,
  price numeric(26, 8),
  currency text not null,
  capacity integer,
  form_id uuid references forms (id),
  store_values jsonb not null default '{}',
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (event_id, woo_variation_id)
);

create table orders (
  id uuid primary key,
  event_id uuid not null references events (id),
  woo_order_id bigint not null,
  number text not null,
  status text not null
    check (status in ('pending', 'on_hold', 'paid', 'cancelled', 'refunded', 'failed', 'trashed')),
  source_status text not null,
  email text,
  first_name text,
  last_name text,
  phone text,
  billing jsonb,
  payment_method text,
  payment_method_title text,
  transaction_id text,
  coupon_codes jsonb not null default '[]',
  customer_note text,
  currency text not null,
  subtotal numeric(26, 8) not null,
  discount numeric(26, 8) not null,
  tax numeric(26, 8) not null,
  total numeric(26, 8) not null,
  refunded_by_lines numeric(26, 8) not null,
  refunded_apportioned numeric(26, 8) not null,
  refunded numeric(26, 8) not null,
  net numeric(26, 8) not null,
  service_fee numeric(26, 8) not null,
  organizer_amount numeric(26, 8) not null,
  rounding numeric(26, 8) not null,
  order_total numeric(26, 8) not null,
  order_refunded numeric(26, 8) not null,
  ordered_at timestamptz,
  paid_at timestamptz,
  completed_at timestamptz,
  modified_at timestamptz,
  anonymised_at timestamptz,
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (event_id, woo_order_id)
);

create table order_items (
  id uuid primary key,
  order_id uuid not null references orders (id),
  ticket_tier_id uuid references ticket_tiers (id),
  woo_item_id bigint not null,
  name text not null,
  quantity integer not null,
  refunded_quantity integer not null,
  subtotal numeric(26, 8) not null,
  discount numeric(26, 8) not null,
  tax numeric(26, 8) not null,
  total numeric(26, 8) not null,
  refunded numeric(26, 8) not null,
  unticketed_quantity integer not null,
  unticketed_amount numeric(26, 8) not null,
  attributes jsonb not null default '{}',
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (order_id, woo_item_id)
);

create table refunds (
  id uuid primary key,
  order_id uuid not null references orders (id),
  woo_refund_id bigint not null,
  amount numeric(26, 8) not null,
  order_amount numeric(26, 8) not null,
  reason text,
  refunded_at timestamptz,
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (order_id, woo_refund_id)
);

create table refund_lines (
  id uuid primary key,
  refund_id uuid not null references refunds (id),
  order_item_id uuid not null references order_items (id),
  woo_item_id bigint not null,
  quantity integer not null,
  amount numeric(26, 8) not null,
  tax numeric(26, 8) not null,
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (refund_id, woo_item_id)
);
create index refund_lines_order_item on refund_lines (order_item_id);

create table tickets (
  id uuid primary key,
  event_id uuid not null references events (id),
  order_id uuid references orders (id),
  order_item_id uuid references order_items (id),
  ticket_tier_id uuid references ticket_tiers (id),
  origin text not null check (origin in ('fooevents', 'checkout', 'line_item')),
  woo_ticket_id bigint,
  woo_order_id bigint,
  woo_product_id bigint not null,
  woo_variation_id bigint not null,
  pending_key text,
  ticket_number text,
  sequence_number integer,
  display_number text,
  status text not null
    check (status in ('active', 'pending', 'inactive', 'cancelled', 'refunded', 'orphaned')),
  source_status text,
  source_post_status text,
  create_type text,
  check_in_status text not null,
  checked_in_at timestamptz,
  day_status jsonb not null default '{}',
  first_name text,
  last_name text,
  email text,
  phone text,
  company text,
  designation text,
  form_data jsonb not null default '[]',
  price numeric(26, 8) not null,
  currency text,
  service_fee numeric(26, 8) not null,
  organizer_amount numeric(26, 8) not null,
  store_values jsonb not null default '{}',
  content_digest bytea not null,
  removed_at timestamptz,
  removed_reason removed_reason,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (event_id, woo_ticket_id),
  unique (order_id, pending_key)
);
create index tickets_event_order on tickets (event_id, woo_order_id);
create index tickets_order_item on tickets (order_item_id) where order_item_id is not null;

-- Append-only: what was said at the gate, ours or the store's.
create table check_ins (
  id uuid primary key,
  ticket_id uuid not null references tickets (id),
  day integer not null,
  status text not null check (status in ('checked_in', 'not_checked_in', 'cancelled')),
  at timestamptz,
  origin text not null check (origin in ('woocommerce', 'local')),
  woo_check_in_id bigint,
  execution_id uuid,
  made_by uuid references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (ticket_id, woo_check_in_id)
);
-- The store changed a state without writing its log: told once an execution.
create unique index check_ins_unlogged on check_ins (ticket_id, day, status, execution_id)
  where origin = 'woocommerce' and woo_check_in_id is null;
