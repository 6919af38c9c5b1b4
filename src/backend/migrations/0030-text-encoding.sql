-- How texts of a store are read: auto recognises UTF-8 that is kept in columns of latin1, utf8mb4 takes every text as
-- it arrives.
alter table sync_credentials
  add column text_encoding text not null default 'auto' check (text_encoding in ('auto', 'utf8mb4'));
