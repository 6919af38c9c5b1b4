-- Which processes of the service live, and when the schedule was last looked through. Both by this server's clock.

-- A process writes its row every few seconds and removes it at an orderly end. A row that grows old is a process that
-- was killed or is frozen.
create table service_processes (
  id uuid primary key,
  role text not null check (role in ('all', 'api', 'worker', 'scheduler')),
  host text not null,
  pid integer not null,
  version text not null,
  -- from which queues it takes jobs
  queues text[] not null,
  started_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The last tick of the schedule that ended well; null before the first one.
create table schedule_ticks (
  only_row boolean primary key default true check (only_row),
  last_tick_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into schedule_ticks default values;
