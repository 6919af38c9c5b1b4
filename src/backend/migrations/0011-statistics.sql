-- How executions ended, counted by day, is answered from the index alone: the panel asks for it at every look.

drop index sync_executions_finished;
create index sync_executions_finished on sync_executions (finished_at) include (status, verification)
  where finished_at is not null;
