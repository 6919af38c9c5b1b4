-- Failed sign-ins count by account and place together, refusals are in the audit log, and a rise of them is an alert.

-- An attempt names its account by a digest from now on: people type passwords into the field for the address. Attempts
-- count for 15 minutes only, so the ones of before are not converted. Programs of 0.1 can still write here.
delete from login_attempts;
alter table login_attempts
  -- where the attempt came from: `address:`, `browser:` or `session:`
  add column origin text not null default '';
create index login_attempts_origin on login_attempts (origin, attempted_at);

-- Places from which a user has signed in: digests of browser cookies, and addresses. Attempts from there never wait
-- because others guess the password of the same account.
create table sign_in_origins (
  user_id uuid not null references users (id) on delete cascade,
  origin text not null,
  last_login_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, origin)
);

-- Refusals of one minute, of one kind, account and address are one entry.
alter table audit_entries
  add column occurrences integer not null default 1 check (occurrences > 0),
  -- null: an entry that stands for one call
  add column merge_key bytea;
create unique index audit_entries_merged on audit_entries (merge_key) where merge_key is not null;
create index audit_entries_action on audit_entries (action, created_at desc, id desc);

alter table alert_incidents drop constraint alert_incidents_kind_check;
alter table alert_incidents add constraint alert_incidents_kind_check check (kind in
  ('store_unreachable', 'credentials_failing', 'sync_failed', 'proof_unverified', 'sync_stale',
   'sign_ins_failing'));
