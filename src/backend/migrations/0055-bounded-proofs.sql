-- Proofs that stay bounded, what the last reading applied, and a budget for the sweeps of each store.

-- An event with slots or seats has a row of the proof for each of them. Only the newest long proof of a configuration
-- keeps them all. In earlier ones, one row sums up the groups that agree.
alter table sync_proofs
  -- how many groups the row sums up; then its group_name is empty
  add column group_count integer not null default 1 check (group_count > 0);

alter table sync_executions
  -- its proof has more than 100 rows
  add column has_long_proof boolean not null default false;
update sync_executions set has_long_proof = true
where id in (select execution_id from sync_proofs group by execution_id having count(*) > 100);
create index sync_executions_long_proofs on sync_executions (configuration_id) where has_long_proof;

alter table sync_checkpoints
  -- of the configuration's settings that decide how rows are made; null: read by an older version
  add column settings_digest text,
  -- whether the store's change signals named every change; null: not known
  add column names_every_change boolean;

alter table sync_credentials
  -- what the sweeps of all its configurations may take of the store's server together, each time
  add column sweep_seconds integer not null default 1 check (sweep_seconds between 1 and 60);
