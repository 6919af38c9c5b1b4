-- Account recovery by mail, and an optional second factor.

-- Mails to one person about their own account. The token of a link is made when its mail is sent and only its digest
-- is stored, so no link can be read here.
create table account_mails (
  id uuid primary key,
  kind text not null
    check (kind in ('password_reset', 'password_changed', 'second_factor_on', 'second_factor_off')),
  -- as it was typed: whether an account has this address is looked up when the mail is sent
  email text not null,
  -- where the request came from, for its limit; null: from the command line or from Taquilla itself
  address text,
  -- where people find the panel, as far as the process that queued the mail knows
  public_url text,
  requested_at timestamptz not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  sent_at timestamptz,
  given_up_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_mails_unsent on account_mails (next_attempt_at)
  where sent_at is null and given_up_at is null;
create index account_mails_email on account_mails (lower(email), requested_at);
create index account_mails_address on account_mails (address, requested_at) where address is not null;
create index account_mails_old on account_mails (requested_at);

-- The one link that sets a new password; a newer one takes its place.
create table password_resets (
  user_id uuid primary key references users (id) on delete cascade,
  token_digest bytea not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Whatever changes the password or the address, or deactivates the account, ends its link.
create function end_password_reset() returns trigger language plpgsql as $$
begin
  delete from password_resets where user_id = new.id;
  return null;
end $$;
create trigger users_end_password_reset after update of password_hash, email, disabled_at on users
  for each row when (old.password_hash is distinct from new.password_hash
    or old.email is distinct from new.email or new.disabled_at is not null)
  execute function end_password_reset();

-- The secret that a user shares with an app on their phone. It counts once a code of it was typed.
create table second_factors (
  user_id uuid primary key references users (id) on delete cascade,
  secret_sealed text not null,
  confirmed_at timestamptz,
  -- the time step (30 s) of the last code that was used: no code of it or before it counts again
  last_time_step bigint,
  -- codes that were tried since the first of this quarter of an hour; the right one begins again
  tried_codes integer not null default 0,
  tried_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Codes for a lost phone; each counts once.
create table recovery_codes (
  user_id uuid not null references second_factors (user_id) on delete cascade,
  code_digest bytea not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, code_digest)
);

-- Rules of access for the whole installation: one row.
create table access_settings (
  only_row boolean primary key default true check (only_row),
  second_factor_required_for text not null default 'nobody'
    check (second_factor_required_for in ('nobody', 'superusers')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into access_settings default values;

alter table background_tasks drop constraint background_tasks_name_check;
alter table background_tasks add constraint background_tasks_name_check check (name in
  ('test_woocommerce_connection', 'cleanup_old_executions', 'send_alert', 'send_account_mail'));
