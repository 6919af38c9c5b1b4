-- When a configuration's tables were last swept, and what that cost: an execution sweeps while it is within the
-- configuration's budget, else at least once a day.

alter table sync_checkpoints
  add column swept_at timestamptz,
  add column sweep_ms integer,
  -- the whole proof failed: the next execution goes as deep as a sweep
  add column is_doubted boolean not null default false,
  -- what the store's side of the last whole proof counted; null once its tables are other ones
  add column store_facts jsonb;

-- Digests of a store's whole tables as one execution took them: other configurations of the store that are due sweep
-- by them as well.
create table store_digests (
  credentials_id uuid primary key references sync_credentials (id) on delete cascade,
  layout text not null,
  -- by the clock of the store's database
  taken_at timestamptz not null,
  -- [[table, first id, rows, sum of hashes]]
  digests jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
