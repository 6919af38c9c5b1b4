-- How a store is reached, with secrets that this database alone does not tell.

-- Data keys, each wrapped by the key that an operator keeps outside (TAQUILLA_SECRET_KEY). While that one is being
-- changed a data key is here twice, wrapped by the old and by the new. The newest one seals.
create table sync_data_keys (
  id uuid not null,
  wrapping_key_id text not null,
  wrapped text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (id, wrapping_key_id)
);

-- host, port, username, database_name are the database's as seen from where the transport ends: from here, or
-- from the SSH host. Columns that end in _sealed are bound to their row and column and open nowhere else.
alter table sync_credentials
  drop constraint sync_credentials_transport_check,
  add constraint sync_credentials_transport_check
    check (transport in ('direct', 'ssh_tunnel', 'ssh_exec', 'auto')),
  -- command_line: an address that a sync was once given, without its password; environment: what WOOCOMMERCE_*
  -- say, without their secrets
  add column origin text not null default 'saved' check (origin in ('saved', 'command_line', 'environment')),
  add column password_sealed text,
  add column tls_mode text not null default 'off' check (tls_mode in ('off', 'encrypt', 'verify')),
  add column tls_ca text,
  add column tls_certificate text,
  add column tls_key_sealed text,
  add column ssh_host text,
  add column ssh_port integer check (ssh_port between 1 and 65535),
  add column ssh_username text,
  add column ssh_password_sealed text,
  add column ssh_private_key_sealed text,
  add column ssh_passphrase_sealed text,
  -- the pinned key: type and base64, as in known_hosts
  add column ssh_host_key text,
  add column jump_host text,
  add column jump_port integer check (jump_port between 1 and 65535),
  add column jump_username text,
  add column jump_password_sealed text,
  add column jump_private_key_sealed text,
  add column jump_passphrase_sealed text,
  add column jump_host_key text,
  add column connect_timeout_ms integer not null default 10000 check (connect_timeout_ms between 100 and 120000),
  add column max_connections integer not null default 2 check (max_connections between 1 and 2),
  add column statement_limit_s integer not null default 120 check (statement_limit_s between 1 and 3600),
  add column rows_per_second integer check (rows_per_second > 0),
  add column max_concurrent_syncs integer not null default 1 check (max_concurrent_syncs between 1 and 10),
  add column is_active boolean not null default true,
  add column is_default boolean not null default false,
  -- which way an automatic transport last got through
  add column last_transport text check (last_transport in ('direct', 'ssh_tunnel', 'ssh_exec')),
  add column last_tested_at timestamptz,
  add column last_test_success boolean,
  add column last_test_result jsonb,
  add constraint sync_credentials_ssh_whole
    check ((ssh_host is null) = (ssh_port is null) and (ssh_host is null) = (ssh_username is null)),
  add constraint sync_credentials_jump_whole
    check ((jump_host is null) = (jump_port is null) and (jump_host is null) = (jump_username is null)),
  add constraint sync_credentials_jump_leads_on check (jump_host is null or ssh_host is not null),
  add constraint sync_credentials_ssh_needed
    check (transport not in ('ssh_tunnel', 'ssh_exec') or ssh_host is not null),
  add constraint sync_credentials_default_is_active check (is_active or not is_default);

create unique index sync_credentials_one_default on sync_credentials (is_default) where is_default;
update sync_credentials set origin = 'command_line';
