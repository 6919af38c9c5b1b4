-- `updated_at` moves with every change of a row, whoever makes it: people edit these tables with SQL and with programs of
-- their own, and other programs follow them by this column. It stays where an update changes nothing, and never goes back.
-- None of these tables may get a generated column: it is not computed yet when the rows are compared.

create function move_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := old.updated_at;
  if new is distinct from old then
    new.updated_at := greatest(now(), old.updated_at + interval '1 microsecond');
  end if;
  return new;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array[
    'organizers', 'events', 'ticket_tiers', 'forms', 'form_fields', 'orders', 'order_items', 'refunds', 'refund_lines',
    'tickets', 'check_ins', 'refused_check_ins', 'users'
  ] loop
    execute format('create trigger updated_at_moves before update on %I for each row execute function move_updated_at()',
      name);
  end loop;
end $$;
