-- Names this backend where several use the same Redis. A copy of the database has the same row: see readInstallation.
create table installation (
  id uuid not null default gen_random_uuid(),
  only_row boolean primary key default true check (only_row),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into installation default values;
