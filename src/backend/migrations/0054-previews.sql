-- A row of a waiting list whose money was refunded no longer waits: the list goes on without it.
alter table held_removal_rows drop constraint held_removal_rows_outcome_check;
alter table held_removal_rows add constraint held_removal_rows_outcome_check
  check (outcome in ('removed', 'returned', 'refunded'));
