-- A connection test that fails is an incident of its own, which the next good test ends.

alter table alert_incidents
  drop constraint alert_incidents_kind_check,
  add constraint alert_incidents_kind_check check (kind in
    ('store_unreachable', 'credentials_failing', 'test_failed', 'sync_failed', 'proof_unverified', 'sync_stale',
      'sign_ins_failing', 'password_unprotected'));

-- A failed test used to open a failed sync without a configuration, which nothing could end.
update alert_incidents i set resolved_at = now(), updated_at = now()
where i.kind = 'sync_failed' and i.resolved_at is null
  and not exists (select from alert_incident_configurations c where c.incident_id = i.id);
