-- Somebody let in whose ticket the store took back: nothing is left to decide, so a person acknowledges it with a
-- note. The note is what they wrote; null where the buyer was erased since, or for a decision about values.
alter table conflicts
  drop constraint conflicts_settled_as_check,
  add constraint conflicts_settled_as_check check (settled_as in ('ours', 'theirs', 'agreed', 'acknowledged')),
  add column note text,
  -- The last sync before this one that read the store and found the ticket valid; null: none did. The store does not
  -- date the cancellation of an order: it came later than this.
  add column seen_valid_at timestamptz;
update conflicts k set seen_valid_at = (
  select max(x.started_at) from sync_executions x
  where x.configuration_id = k.configuration_id and x.status = 'success' and x.finished_at <= k.created_at)
where k.kind = 'admitted' and k.base #>> '{}' not in ('cancelled', 'refunded');

-- The conflicts of a ticket, an event or a tier, settled ones too.
create index conflicts_row on conflicts (row_id, created_at desc, id desc);
