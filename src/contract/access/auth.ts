import { z } from 'zod';
import { LANGUAGES, ROLES } from '../../vocabulary/people.ts';
import { flagInput, listQuery, pageOf } from '../page.ts';
import { anyText, emailInput, idShape, instantInput, instantShape, lineInput } from '../scalars.ts';

export const roleShape = z.enum(ROLES);

/** Passwords are used unchanged, including spaces. */
export const passwordInput = anyText().min(1).max(512);

/** A code of an app or a recovery code, with or without spaces and hyphens. */
export const oneTimeCodeInput = anyText().min(1).max(40);

export const loginInput = z.strictObject({
  email: anyText().min(1).max(254),
  password: passwordInput,
  /** Sent after the error `auth.second-factor-needed`, with the same password. */
  one_time_code: oneTimeCodeInput.optional(),
});

/** The signed-in user. */
export const meShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string().nullable(),
  role: roleShape,
  /** If false, buyers and attendees are masked in every reply. */
  sees_personal_data: z.boolean(),
  language: z.enum(LANGUAGES),
  /** If true, every other operation is refused with `auth.second-factor-required`. */
  must_set_up_second_factor: z.boolean(),
});
export type Me = z.infer<typeof meShape>;

export const loginReplyShape = z.object({
  user: meShape,
  /** Send this value as `X-CSRFToken` with every change. The cookie `csrftoken` contains it as well. */
  csrf_token: z.string(),
});
export type LoginReply = z.infer<typeof loginReplyShape>;

/** An API token; the token itself is shown once, when it is created. */
export const tokenShape = z.object({
  id: idShape,
  name: z.string(),
  role: roleShape,
  sees_personal_data: z.boolean(),
  created_at: instantShape,
  last_used_at: instantShape.nullable(),
  expires_at: instantShape.nullable(),
  revoked_at: instantShape.nullable(),
  /** Why the token ended. Null if it has not ended, or if an older version ended it. */
  revoked_reason: z.enum(['revoked', 'password_reset', 'password_changed', 'deactivated']).nullable(),
  /**
   * true if an older version created the token with rights that its owner should review: confirm it or revoke
   * it.
   */
  needs_review: z.boolean(),
});
export type Token = z.infer<typeof tokenShape>;
export const tokenPageShape = pageOf(tokenShape);
/** `valid=true` selects tokens that are neither revoked nor expired. */
export const tokenQuery = listQuery({ valid: flagInput.optional() }, []).omit({
  search: true,
  ordering: true,
});
export const newTokenShape = tokenShape.extend({ token: z.string() });
export type MadeToken = z.infer<typeof newTokenShape>;

export const tokenInput = z.strictObject({
  name: lineInput(100),
  /** At most your own role, which is also the default. */
  role: roleShape.optional(),
  /** By default your own permission, for a token of your role; false for a lower role. */
  sees_personal_data: z.boolean().optional(),
  /** A time in the future; null means never. */
  expires_at: instantInput.nullable().optional(),
});

/** The path of a token of a user. */
export const userTokenParams = z.object({ id: idShape, token_id: idShape });

export const userShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string().nullable(),
  role: roleShape,
  sees_personal_data: z.boolean(),
  is_active: z.boolean(),
  wants_alerts: z.boolean(),
  language: z.enum(LANGUAGES),
  /** Whether this user's sign-in requires a code. */
  second_factor: z.boolean(),
  last_login_at: instantShape.nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type User = z.infer<typeof userShape>;
export const userPageShape = pageOf(userShape);

/** The settings that users may change themselves. */
export const meInput = z.strictObject({
  name: lineInput(150).nullable().optional(),
  /** The language of the user's e-mails. */
  language: z.enum(LANGUAGES).optional(),
});

export const passwordChange = z.strictObject({
  current_password: passwordInput,
  password: passwordInput,
  /** The ids of the API tokens to keep. All others are revoked; if this field is absent, all are. */
  keep_tokens: z.array(idShape).max(200).optional(),
});

const userOptions = {
  name: lineInput(150).nullable().optional(),
  /** A viewer sees buyers and attendees only with this permission. */
  sees_personal_data: z.boolean().optional(),
  is_active: z.boolean().optional(),
  wants_alerts: z.boolean().optional(),
  language: z.enum(LANGUAGES).optional(),
};
export const newUserInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  role: roleShape,
  ...userOptions,
});
/** A new password for a user. It ends all sessions and API tokens of the user. */
export const userInput = z.strictObject({
  email: emailInput,
  role: roleShape,
  password: passwordInput.optional(),
  ...userOptions,
});

const auditEntryShape = z.object({
  id: idShape,
  user: idShape.nullable(),
  /** The e-mail address at that time. */
  user_email: z.string().nullable(),
  user_name: z.string().nullable(),
  /** The API token of the program. Null for a signed-in person or the command line. */
  token: idShape.nullable(),
  token_name: z.string().nullable(),
  action: z.string(),
  object_id: z.string().nullable(),
  /** The object of the action; null if it has none. */
  subject: z
    .object({
      kind: z.enum([
        'alert',
        'configuration',
        'conflict',
        'credentials',
        'event',
        'execution',
        'order',
        'payout',
        'preview',
        'ticket',
        'reject',
        'removal',
        'outbound_endpoint',
        'statement',
        'ticket_tier',
        'token',
        'user',
      ]),
      id: idShape,
      /** The object's name at that time. Null if an older version wrote the entry and the object is gone. */
      name: z.string().nullable(),
      /** Whether the object can still be opened. */
      exists: z.boolean(),
    })
    .nullable(),
  /** `{field: [before, after]}`. Null if the object has no values, or if an older version wrote the entry. */
  changes: z.record(z.string(), z.array(z.string().nullable())).nullable(),
  /** The request body, without secrets. */
  sent: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  /** How many calls the entry counts: identical refusals within one minute share an entry. */
  occurrences: z.int(),
  created_at: instantShape,
  /** The time of the last counted call. */
  last_seen_at: instantShape,
});
export const auditPageShape = pageOf(auditEntryShape);
export type AuditEntry = z.infer<typeof auditPageShape>['results'][number];
