import { z } from 'zod';
import { LANGUAGES, ROLES } from '../../vocabulary/people.ts';
import { flagInput, listQuery, pageOf } from '../page.ts';
import { anyText, emailInput, idShape, instantInput, instantShape, lineInput } from '../scalars.ts';

export const roleShape = z.enum(ROLES);

/** Passwords are taken as they are, spaces and all. */
export const passwordInput = anyText().min(1).max(512);

/** A code of an app, or a recovery code, spaces and dashes or not. */
export const oneTimeCodeInput = anyText().min(1).max(40);

export const loginInput = z.strictObject({
  email: anyText().min(1).max(254),
  password: passwordInput,
  /** Sent after the answer `auth.second-factor-needed`, together with the same password. */
  one_time_code: oneTimeCodeInput.optional(),
});

/** Who is signed in. */
export const meShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string().nullable(),
  role: roleShape,
  /** false: buyers and attendees are masked in every reply. */
  sees_personal_data: z.boolean(),
  language: z.enum(LANGUAGES),
  /** true: every other operation is refused with `auth.second-factor-required`. */
  must_set_up_second_factor: z.boolean(),
});
export type Me = z.infer<typeof meShape>;

export const loginReplyShape = z.object({
  user: meShape,
  /** To be sent as `X-CSRFToken` with whatever changes something; the cookie `csrftoken` holds it too. */
  csrf_token: z.string(),
});
export type LoginReply = z.infer<typeof loginReplyShape>;

/** An API token; the token itself is shown once, when it is made. */
export const tokenShape = z.object({
  id: idShape,
  name: z.string(),
  role: roleShape,
  sees_personal_data: z.boolean(),
  created_at: instantShape,
  last_used_at: instantShape.nullable(),
  expires_at: instantShape.nullable(),
  revoked_at: instantShape.nullable(),
  /** Why it ended; null where it has not, and where an older version ended it. */
  revoked_reason: z.enum(['revoked', 'password_reset', 'password_changed', 'deactivated']).nullable(),
  /** Made by an older version with rights that its owner should look at: confirm it or revoke it. */
  needs_review: z.boolean(),
});
export type Token = z.infer<typeof tokenShape>;
export const tokenPageShape = pageOf(tokenShape);
/** `valid=true`: neither revoked nor expired. */
export const tokenQuery = listQuery({ valid: flagInput.optional() }, []).omit({
  search: true,
  ordering: true,
});
export const newTokenShape = tokenShape.extend({ token: z.string() });
export type MadeToken = z.infer<typeof newTokenShape>;

export const tokenInput = z.strictObject({
  name: lineInput(100),
  /** Not above your own; yours unless said. */
  role: roleShape.optional(),
  /** Unless said: what you see, for a token of your own role; nothing for one of a lower role. */
  sees_personal_data: z.boolean().optional(),
  /** In the future; null: never. */
  expires_at: instantInput.nullable().optional(),
});

/** A token of a user. */
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
  /** This user's sign-in asks for a code. */
  second_factor: z.boolean(),
  last_login_at: instantShape.nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type User = z.infer<typeof userShape>;
export const userPageShape = pageOf(userShape);

/** What everybody may change of themselves. */
export const meInput = z.strictObject({
  name: lineInput(150).nullable().optional(),
  /** Of the mails that one gets. */
  language: z.enum(LANGUAGES).optional(),
});

export const passwordChange = z.strictObject({
  current_password: passwordInput,
  password: passwordInput,
  /** Ids of the API tokens that go on. The others are revoked: all of them where this is absent. */
  keep_tokens: z.array(idShape).max(200).optional(),
});

const userOptions = {
  name: lineInput(150).nullable().optional(),
  /** A viewer sees buyers and attendees only if granted. */
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
/** A password that is given replaces the user's, and ends all their sessions and API tokens. */
export const userInput = z.strictObject({
  email: emailInput,
  role: roleShape,
  password: passwordInput.optional(),
  ...userOptions,
});

const auditEntryShape = z.object({
  id: idShape,
  user: idShape.nullable(),
  /** As it was then. */
  user_email: z.string().nullable(),
  user_name: z.string().nullable(),
  /** The API token that the program used; null: a person who signed in, or the command line. */
  token: idShape.nullable(),
  token_name: z.string().nullable(),
  action: z.string(),
  object_id: z.string().nullable(),
  /** What it was done to; null: the action has no object. */
  subject: z
    .object({
      kind: z.enum([
        'alert',
        'configuration',
        'conflict',
        'credentials',
        'event',
        'execution',
        'ticket',
        'ticket_tier',
        'token',
        'user',
      ]),
      id: idShape,
      /** As it was called then; null: an older version wrote the entry, and the object is gone. */
      name: z.string().nullable(),
      /** It can still be looked at. */
      exists: z.boolean(),
    })
    .nullable(),
  /** `{field: [before, after]}`; null: nothing that has values, or an older version wrote the entry. */
  changes: z.record(z.string(), z.array(z.string().nullable())).nullable(),
  /** What was sent, without its secrets. */
  sent: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  /** How many calls the entry counts: equal refusals of one minute are one entry. */
  occurrences: z.int(),
  created_at: instantShape,
  /** The time of the last of them. */
  last_seen_at: instantShape,
});
export const auditPageShape = pageOf(auditEntryShape);
export type AuditEntry = z.infer<typeof auditPageShape>['results'][number];
