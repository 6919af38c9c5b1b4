-- What the store can still sell stands in a column of its own. Up to here it stood in capacity, which a sale changed.
-- capacity keeps only what a person set: what differs from the value last synced, or what a person kept when the
-- store had changed it too.

alter table ticket_tiers add column stock_left integer;

update ticket_tiers t
set stock_left = (t.store_values ->> 'capacity')::integer,
  store_values = t.store_values - 'capacity',
  capacity = case
    when t.capacity::text is distinct from t.store_values ->> 'capacity' then t.capacity
    when exists (
      select from conflicts k
      where k.row_id = t.id and k.table_name = 'ticket_tiers' and k.field = 'capacity'
        and k.settled_as is distinct from 'theirs' and k.ours #>> '{}' = t.capacity::text
    ) then t.capacity
  end
where t.capacity is not null or t.store_values ? 'capacity';

-- Nobody has to decide between the two any more.
update conflicts set settled_at = now(), settled_as = 'ours', updated_at = now()
where table_name = 'ticket_tiers' and field = 'capacity' and settled_at is null;

-- Who named the zone of a configuration (null: made before this was kept), and the zone that its store names itself,
-- as it was last read.
alter table sync_configurations
  add column timezone_source text check (timezone_source in ('given', 'store', 'installation')),
  add column store_timezone text;
