-- How far the clock of a process' machine is ahead of this server's; negative: behind; null: not told, or not known yet.
alter table service_processes add column clock_skew_ms bigint;

-- A machine whose clock is wrong is an incident, which ends when the clock is right again.
alter table alert_incidents
  drop constraint alert_incidents_kind_check,
  add constraint alert_incidents_kind_check check (kind in
    ('store_unreachable', 'credentials_failing', 'test_failed', 'sync_failed', 'proof_unverified', 'sync_stale',
      'sign_ins_failing', 'password_unprotected', 'clock_skewed'));
