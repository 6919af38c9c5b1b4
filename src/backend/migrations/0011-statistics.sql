-- sync_executions_ended holds what this one held, and what statistics count.
drop index sync_executions_finished;
