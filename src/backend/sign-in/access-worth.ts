// The present rights of sessions and tokens, as SQL over `u` (users), `s` (user_sessions) and `t` (api_tokens).

/** Users above the role viewer see personal data. Viewers need the permission for that. */
export const SESSION_SEES = `(u.role <> 'viewer' or u.sees_personal_data)`;

/** A token never has a higher role than its owner's present one. */
export const TOKEN_ROLE = `case when u.role = 'superuser' or t.role = 'viewer' then t.role
  when u.role = 'operator' then 'operator' else 'viewer' end`;

/**
 * A token sees personal data if it was created with that permission, whatever its role, and if its owner sees
 * personal data now.
 */
export const TOKEN_SEES = `(t.sees_personal_data and ${SESSION_SEES})`;

/**
 * Whether a token is still valid. The state of its owner is not checked. `now` is a parameter such as `$2`, or
 * `now()`.
 */
export function tokenIsLive(now: string): string {
  return `(t.revoked_at is null and (t.expires_at is null or t.expires_at > ${now}))`;
}
