import type { Texts } from './table-text.ts';

/** Users, and how they sign in. */
export const ACCESS_TEXTS: Texts = {
  users: {
    says: 'the users',
    columns: {
      email: 'the address with which they sign in, whatever its case',
      password_hash: 'an argon2id hash of the password',
      role: 'superuser, operator or viewer',
      disabled_at: 'since when they cannot sign in; null: they can',
      wants_alerts: 'whether alerts are sent to them',
      language: 'the language of their mails: en or es',
      name: 'their name',
      sees_personal_data: 'whether a viewer sees buyers and attendees unmasked',
      last_login_at: 'when they last signed in',
    },
  },
  user_sessions: {
    says: 'a signed-in browser',
    columns: {
      user_id: 'who signed in',
      token_digest: "a digest of the session's token",
      csrf_digest: 'a digest of the token against forged requests',
      address: 'the address from which it was last used',
      user_agent: 'the browser as it names itself',
      last_seen_at: 'when it was last used',
      expires_at: 'when it ends',
    },
  },
  api_tokens: {
    says: 'an API token',
    columns: {
      user_id: 'its owner',
      name: 'what its owner calls it',
      token_digest: 'a digest of the token',
      role: "its role, which is never above its owner's",
      sees_personal_data: 'whether it reads buyers and attendees unmasked',
      last_used_at: 'when it was last used',
      expires_at: 'when it ends; null: never',
      revoked_at: 'when it was revoked; null: it was not',
      revoked_reason: 'why it ended',
      needs_review: 'whether a person should look at it',
    },
  },
  password_resets: {
    says: 'the one link of a user that sets a new password',
    columns: {
      user_id: 'whose password it sets',
      token_digest: "a digest of the link's token",
      expires_at: 'when the link ends',
    },
  },
  account_mails: {
    says: 'an e-mail to one person about their own account',
    columns: {
      kind: 'password_reset, password_changed, second_factor_on or second_factor_off',
      email: 'the address as it was typed',
      address: 'from where it was requested, for a limit; null: from the command line',
      public_url: 'the address of the panel; null: not known',
      requested_at: 'when it was requested',
      attempts: 'how often sending was tried',
      next_attempt_at: 'when it is tried next',
      last_error: 'why the last attempt failed',
      sent_at: 'when the mail server accepted it',
      given_up_at: 'when it was no longer useful',
    },
  },
  second_factors: {
    says: 'the secret that a user shares with an app',
    columns: {
      user_id: 'whose secret it is',
      secret_sealed: 'the secret, encrypted',
      confirmed_at: 'when a code of it was first typed; null: it does not count yet',
      last_time_step: 'the time step of the last code that was used',
      tried_codes: 'how many codes were tried since tried_since',
      tried_since: 'when the first of these codes was tried',
    },
  },
  recovery_codes: {
    says: 'a code for a user who lost the phone',
    columns: {
      user_id: 'whose code it is',
      code_digest: 'a digest of the code',
      used_at: 'when it was used; null: it was not',
    },
  },
  access_settings: {
    says: 'the only row: who must have a second factor',
    columns: {
      only_row: 'always true: there is one row',
      second_factor_required_for: 'nobody or superusers',
    },
  },
  login_attempts: {
    says: 'an attempt to sign in that failed or has not ended',
    columns: {
      subject: 'a digest of the account',
      origin: 'the address, the known browser or the session from which it came',
      attempted_at: 'when it was made, or when its turn comes',
    },
  },
  sign_in_origins: {
    says: 'a browser (the digest of its cookie) or an address (IPv6: the /64 network) from which a user has signed in',
    columns: {
      user_id: 'who signed in',
      origin: 'the browser or the address',
      last_login_at: 'when they last signed in from there',
    },
  },
  audit_entries: {
    says: 'an entry of the audit log',
    columns: {
      user_id: 'who did it; null: a command, or the user was deleted',
      user_email: "the user's address at that time",
      token_id: 'the API token that was used; null: none',
      action: 'what was done',
      object_id: 'the id of the object',
      object_name: 'the name of the object at that time',
      sent: 'the values that were sent, without secrets',
      changes: 'what changed, as {field: [before, after]}',
      address: 'from where it was done',
      request_id: 'the id of the request',
      occurrences: 'for how many equal calls of a minute the entry counts',
      merge_key: 'what equal calls of a minute have in common; null: the entry is of one call',
    },
  },
  idempotency_keys: {
    says: 'the reply to a request to start work',
    columns: {
      actor_id: 'the user or token that sent the request',
      key: 'the key that the request names',
      request: 'a digest of the request',
      status: 'the HTTP status of the reply; null: the first request is being answered',
      reply: 'the reply',
    },
  },
};
