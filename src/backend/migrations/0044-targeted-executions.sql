-- A fourth depth: a targeted execution reads named orders and tickets of the store. It may wait beside another
-- execution of its configuration, but two executions of a configuration never run at once.

alter table sync_executions drop constraint sync_executions_depth_check;
alter table sync_executions drop constraint sync_executions_requested_depth_check;
alter table sync_executions
  add constraint sync_executions_depth_check check (depth in ('targeted', 'quick', 'sweep', 'full')),
  add constraint sync_executions_requested_depth_check
    check (requested_depth in ('targeted', 'quick', 'sweep', 'full')),
  -- the store's ids of the rows that a targeted execution reads; null: it is not targeted
  add column order_ids bigint[],
  add column ticket_ids bigint[];
alter table sync_executions
  add constraint sync_executions_targeted_names_rows check (
    (requested_depth is not distinct from 'targeted') = (order_ids is not null)
    and (order_ids is null) = (ticket_ids is null)
    and (order_ids is null or cardinality(order_ids) + cardinality(ticket_ids) between 1 and 1000));

drop index sync_executions_one_active;
create unique index sync_executions_one_active on sync_executions (configuration_id)
  where status in ('pending', 'running') and requested_depth is distinct from 'targeted';
create unique index sync_executions_one_running on sync_executions (configuration_id) where status = 'running';
create index sync_executions_targeted_pending on sync_executions (configuration_id)
  where status = 'pending' and requested_depth = 'targeted';
