-- Which rows of the store an execution could not bring over, be they met by it or waiting from before: a row that
-- fails again is one reject, and stays in the history of each execution that left it out.
create table sync_execution_rejects (
  execution_id uuid not null references sync_executions (id) on delete cascade,
  reject_id uuid not null references sync_rejects (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (execution_id, reject_id)
);
create index sync_execution_rejects_reject on sync_execution_rejects (reject_id);
insert into sync_execution_rejects (execution_id, reject_id) select execution_id, id from sync_rejects;
