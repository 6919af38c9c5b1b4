-- Three depths of reading a store: quick (what its traces of change name), sweep (what digests of its tables find)
-- and full. Before this, every execution was full.

alter table sync_executions drop constraint sync_executions_depth_check;
alter table sync_executions
  add constraint sync_executions_depth_check check (depth in ('quick', 'sweep', 'full')),
  -- how deep it went; null until that is known
  alter column depth drop not null,
  -- what somebody asked for; null: as the configuration's budget allows
  add column requested_depth text check (requested_depth in ('quick', 'sweep', 'full')),
  -- what the proof compared: the rows just read, or the whole event
  add column proof_scope text check (proof_scope in ('touched', 'whole')),
  -- when the whole event last agreed, as of the end of this execution
  add column whole_proved_at timestamptz,
  -- the newest time of change that the store had told when this execution read it
  add column newest_change_at timestamptz;

-- Where the next quick reading begins. All of it is null until a full reading has ended.
alter table sync_checkpoints
  add column read_to timestamptz,
  -- ids up to which the store's other traces were read
  add column marks jsonb,
  -- digest of all that orders were translated by: when it differs, every order is read anew
  add column rules_digest text,
  add column newest_change_at timestamptz,
  add column whole_proved_at timestamptz;
