-- Timetables by this server's clock, and workers that take their jobs out of these tables where there is no Redis.

-- When what comes back by itself comes next. The first time is now.
create table timetables (
  name text primary key,
  next_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into timetables (name, next_at) values
  ('run_scheduled_syncs', now()), ('plan_connection_tests', now()), ('cleanup_old_executions', now());

alter table background_tasks drop constraint background_tasks_name_check;
alter table background_tasks add constraint background_tasks_name_check check (name in
  ('run_scheduled_syncs', 'plan_connection_tests', 'test_woocommerce_connection', 'cleanup_old_executions',
    'send_alert', 'send_account_mail'));

-- The number of the last dispatch that a worker took out of this table; each dispatch is taken once.
alter table sync_executions add column taken_dispatch integer;
alter table background_tasks add column taken_dispatch integer;
create index sync_executions_handed_over on sync_executions (queue, next_attempt_at, id)
  where status = 'pending' and dispatched_at is not null;
create index background_tasks_handed_over on background_tasks (queue, run_after, id)
  where status = 'pending' and dispatched_at is not null;

-- Here BullMQ had its own copy of the jobs. A schema of another role is left where it is; nothing reads it.
do $$
begin
  drop schema if exists taquilla_queue cascade;
exception when insufficient_privilege then
  raise notice 'the schema taquilla_queue belongs to another role: drop it';
end $$;
