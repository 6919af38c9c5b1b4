-- Something odd in a row of the store that was read nevertheless: where, what is there, and why it is odd. A note is
-- of the row as it was last read: it goes when the row is read without it, or is gone.
create table sync_notes (
  id uuid primary key,
  configuration_id uuid not null references sync_configurations (id),
  -- Which execution wrote it as it is; null: that one was cleaned up since.
  execution_id uuid references sync_executions (id) on delete set null,
  kind text not null check (kind in ('order', 'ticket')),
  woo_id bigint not null,
  woo_order_id bigint,
  field text not null,
  raw text,
  reason text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (configuration_id, kind, woo_id, field)
);
create index sync_notes_order on sync_notes (configuration_id, woo_order_id);
create index sync_notes_execution on sync_notes (execution_id);
