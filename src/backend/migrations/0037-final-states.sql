-- The columns of an execution agree with its status: a final status has an end, and only what is pending has a next
-- attempt. Every version writes rows like that, so programs of an older version keep working.

-- Rows that something else wrote. What ended long ago is not worth an alert.
update sync_executions set finished_at = updated_at, judged_at = coalesce(judged_at, updated_at)
where status in ('success', 'failed', 'cancelled') and finished_at is null;
update sync_executions set finished_at = null where status in ('pending', 'running') and finished_at is not null;
update sync_executions set next_attempt_at = created_at where status = 'pending' and next_attempt_at is null;
update sync_executions set next_attempt_at = null where status <> 'pending' and next_attempt_at is not null;

alter table sync_executions
  add constraint sync_executions_final_has_end
    check ((status in ('success', 'failed', 'cancelled')) = (finished_at is not null)),
  add constraint sync_executions_pending_has_next_attempt
    check ((status = 'pending') = (next_attempt_at is not null));
