-- Figures that only ever grow, for monitoring. Cleanup removes executions and messages; what was counted of them
-- stays. Triggers count, so that whoever ends an execution, by whichever way, counts it in the same transaction:
-- a process that is killed loses no figure and doubles none. They are kept by configuration, which whoever ends an
-- execution holds already: no two of them wait for each other here.

create table sync_execution_totals (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  outcome text not null
    check (outcome in ('verified', 'verified_with_rejects', 'unverified', 'failed', 'cancelled')),
  executions bigint not null default 0,
  -- those that began at all; how many of them lasted no longer than so many seconds
  timed bigint not null default 0,
  duration_seconds double precision not null default 0,
  within_1s bigint not null default 0,
  within_5s bigint not null default 0,
  within_15s bigint not null default 0,
  within_60s bigint not null default 0,
  within_300s bigint not null default 0,
  within_900s bigint not null default 0,
  within_3600s bigint not null default 0,
  proof_differences bigint not null default 0,
  last_proof_differences integer not null default 0,
  last_started_at timestamptz,
  last_finished_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, outcome)
);

create table sync_row_totals (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  kind text not null,
  operation text not null,
  row_count bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, kind, operation)
);

create table sync_attempt_totals (
  configuration_id uuid not null references sync_configurations (id) on delete cascade,
  outcome text not null,
  attempts bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (configuration_id, outcome)
);

create table alert_message_totals (
  channel text not null,
  event text not null,
  result text not null check (result in ('sent', 'given_up')),
  messages bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (channel, event, result)
);

create function count_ended_execution(e sync_executions) returns void language sql as $$
  insert into sync_execution_totals as t (configuration_id, outcome, executions, timed, duration_seconds, within_1s,
    within_5s, within_15s, within_60s, within_300s, within_900s, within_3600s, proof_differences,
    last_proof_differences, last_started_at, last_finished_at)
  select e.configuration_id,
    case when e.status = 'success' then coalesce(e.verification, 'unverified') else e.status end,
    1, (e.started_at is not null)::integer, coalesce(lasted, 0), (lasted <= 1)::integer, (lasted <= 5)::integer,
    (lasted <= 15)::integer, (lasted <= 60)::integer, (lasted <= 300)::integer, (lasted <= 900)::integer,
    (lasted <= 3600)::integer, differences, differences, e.started_at, e.finished_at
  from (
    -- clocks of two machines may differ: nothing ends before it began
    select greatest(extract(epoch from e.finished_at - e.started_at)::double precision, 0) as lasted,
      (select count(*)::integer from sync_proofs p where p.execution_id = e.id and not p.equal) as differences
  ) as facts
  on conflict (configuration_id, outcome) do update set
    executions = t.executions + 1,
    timed = t.timed + excluded.timed,
    duration_seconds = t.duration_seconds + excluded.duration_seconds,
    within_1s = t.within_1s + excluded.within_1s,
    within_5s = t.within_5s + excluded.within_5s,
    within_15s = t.within_15s + excluded.within_15s,
    within_60s = t.within_60s + excluded.within_60s,
    within_300s = t.within_300s + excluded.within_300s,
    within_900s = t.within_900s + excluded.within_900s,
    within_3600s = t.within_3600s + excluded.within_3600s,
    proof_differences = t.proof_differences + excluded.proof_differences,
    last_proof_differences = excluded.last_proof_differences,
    last_started_at = greatest(t.last_started_at, excluded.last_started_at),
    last_finished_at = greatest(t.last_finished_at, excluded.last_finished_at),
    updated_at = now();

  insert into sync_row_totals as t (configuration_id, kind, operation, row_count)
  select e.configuration_id, kind.key, operation.key, operation.value::bigint
  from jsonb_each(e.counts) as kind, jsonb_each_text(kind.value) as operation
  where jsonb_typeof(kind.value) = 'object' and operation.value ~ '^[1-9]\d*$'
  on conflict (configuration_id, kind, operation) do update set
    row_count = t.row_count + excluded.row_count, updated_at = now();
$$;

create function count_ended_attempt(a sync_attempts) returns void language sql as $$
  insert into sync_attempt_totals as t (configuration_id, outcome, attempts)
  select e.configuration_id, a.outcome, 1 from sync_executions e where e.id = a.execution_id
  on conflict (configuration_id, outcome) do update set attempts = t.attempts + 1, updated_at = now();
$$;

create function count_message(m alert_messages) returns void language sql as $$
  insert into alert_message_totals as t (channel, event, result, messages)
  values (m.channel, m.event, case when m.sent_at is null then 'given_up' else 'sent' end, 1)
  on conflict (channel, event, result) do update set messages = t.messages + 1, updated_at = now();
$$;

create function on_execution_ended() returns trigger language plpgsql as $$
begin
  perform count_ended_execution(new);
  return null;
end $$;

create function on_attempt_ended() returns trigger language plpgsql as $$
begin
  perform count_ended_attempt(new);
  return null;
end $$;

create function on_message_over() returns trigger language plpgsql as $$
begin
  perform count_message(new);
  return null;
end $$;

create trigger executions_are_counted after update of finished_at on sync_executions
  for each row when (old.finished_at is null and new.finished_at is not null)
  execute function on_execution_ended();
create trigger attempts_are_counted after update of outcome on sync_attempts
  for each row when (old.outcome is null and new.outcome is not null)
  execute function on_attempt_ended();
create trigger messages_are_counted after update of sent_at, given_up_at on alert_messages
  for each row when (old.sent_at is null and old.given_up_at is null
    and (new.sent_at is not null or new.given_up_at is not null))
  execute function on_message_over();

-- What ended before figures were kept.
do $$
begin
  perform count_ended_execution(e) from sync_executions e where e.finished_at is not null order by e.finished_at;
  perform count_ended_attempt(a) from sync_attempts a where a.outcome is not null;
  perform count_message(m) from alert_messages m where m.sent_at is not null or m.given_up_at is not null;
end $$;
