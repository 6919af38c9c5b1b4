-- Programs follow lists by `updated_after`. In the long ones an index finds the changed rows; the order of the index is
-- also that of `ordering=updated_at`.
create index orders_updated on orders (updated_at, id) include (removed_at, event_id);
create index tickets_updated on tickets (updated_at, id) include (removed_at, event_id);
create index refunds_updated on refunds (updated_at, id) include (removed_at);
create index sync_executions_updated on sync_executions (updated_at);

-- In the tables of the sync `updated_at` moves with every update as well, whichever statement it is, and never goes back:
-- a transaction that began earlier may write later.
create function advance_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(now(), old.updated_at + interval '1 microsecond');
  return new;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array[
    'sync_configurations', 'sync_executions', 'sync_rejects', 'sync_notes', 'conflicts', 'held_removals', 'alert_incidents'
  ] loop
    execute format('create trigger updated_at_advances before update on %I for each row
      execute function advance_updated_at()', name);
  end loop;
end $$;
