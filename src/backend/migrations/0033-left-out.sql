-- What a row that could not be read leaves out of the event. null: it cannot be told, or the row was rejected before this
-- was kept. left_out_total has the digits of its currency; partial says that some of the row's money could not be read.
alter table sync_rejects
  add column left_out_currency text,
  add column left_out_total numeric,
  add column left_out_is_partial boolean not null default false,
  add column left_out_tickets bigint,
  add column left_out_checked_in bigint;
