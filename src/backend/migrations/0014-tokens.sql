-- Why a token ended, and which tokens of 0.1 a person has to look at.

alter table api_tokens
  -- revoked, password_reset, password_changed, deactivated; null: it has not ended, or an older version ended it
  add column revoked_reason text,
  -- set by this migration alone; confirming or revoking the token settles it
  add column needs_review boolean not null default false;

-- 0.1 kept the tokens of a user who was switched off, so that switching the user on again brought them back.
update api_tokens t set revoked_at = now(), revoked_reason = 'deactivated', updated_at = now()
from users u
where u.id = t.user_id and u.disabled_at is not null and t.revoked_at is null;
delete from user_sessions s using users u where u.id = s.user_id and u.disabled_at is not null;

-- To be looked at: a token below its owner's role that sees personal data, a token that was meant to be masked and,
-- being no viewer's, never was, and a token that another token made.
update api_tokens t set needs_review = true, updated_at = now()
from users u
where u.id = t.user_id and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
  and (
    (t.role = 'viewer' and u.role <> 'viewer' and t.sees_personal_data)
    or (t.role = 'operator' and u.role = 'superuser')
    or (t.role <> 'viewer' and u.role <> 'viewer' and not t.sees_personal_data)
    or exists (
      select from audit_entries a
      where a.object_id = t.id::text and a.action = 'tokens.create' and a.token_id is not null
    )
  );

-- From now on `sees_personal_data` counts for every role. In 0.1 operators and superusers saw everything.
update api_tokens t set sees_personal_data = true, updated_at = now()
from users u
where u.id = t.user_id and t.role <> 'viewer' and u.role <> 'viewer' and not t.sees_personal_data;
