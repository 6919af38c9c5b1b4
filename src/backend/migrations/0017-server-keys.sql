-- Which database server may read a password that neither SSH nor an authority protects.

alter table sync_credentials
  -- the key that a person confirmed: rsa or tls, and the SPKI in DER as base64
  add column mysql_server_key text,
  -- the set is from before this table knew server keys: for one release it may go on without one
  add column may_sign_in_unverified boolean not null default false,
  -- since when its password goes to a server whose key nobody confirmed
  add column unverified_auth_since timestamptz;
update sync_credentials set may_sign_in_unverified = true where origin <> 'command_line';

alter table alert_incidents
  drop constraint alert_incidents_kind_check,
  add constraint alert_incidents_kind_check check (kind in
    ('store_unreachable', 'credentials_failing', 'sync_failed', 'proof_unverified', 'sync_stale', 'sign_ins_failing',
      'password_unprotected'));
