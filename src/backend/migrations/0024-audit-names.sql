-- What an entry of the audit log is about, as it was called then, and what it changed, as {field: [before, after]}.
-- Entries of older versions have neither: their objects are looked up where the log is read.

alter table audit_entries
  add column object_name text,
  add column changes jsonb;
