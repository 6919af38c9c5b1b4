import { z } from 'zod';
import { pageOf } from './page.ts';
import { emailInput, idShape, instantInput, instantShape, lineInput } from './scalars.ts';

const ROLES = ['superuser', 'operator', 'viewer'] as const;
export const roleShape = z.enum(ROLES);

/** Passwords are taken as they are, spaces and all. */
const passwordInput = z.string().min(1).max(512);

export const loginInput = z.strictObject({ email: z.string().min(1).max(254), password: passwordInput });

/** Who is signed in. */
export const meShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string().nullable(),
  role: roleShape,
  /** false: buyers and attendees are masked in every reply. */
  sees_personal_data: z.boolean(),
  language: z.enum(['en', 'es']),
});
export type Me = z.infer<typeof meShape>;

export const loginReplyShape = z.object({
  user: meShape,
  /** To be sent as `X-CSRFToken` with whatever changes something; the cookie `csrftoken` holds it too. */
  csrf_token: z.string(),
});

/** An API token; what it is itself is told once, when it is made. */
const tokenShape = z.object({
  id: idShape,
  name: z.string(),
  role: roleShape,
  sees_personal_data: z.boolean(),
  created_at: instantShape,
  last_used_at: instantShape.nullable(),
  expires_at: instantShape.nullable(),
  revoked_at: instantShape.nullable(),
});
export const tokenPageShape = pageOf(tokenShape);
export const newTokenShape = tokenShape.extend({ token: z.string() });

export const tokenInput = z.strictObject({
  name: lineInput(100),
  /** Not above your own; yours unless said. */
  role: roleShape.optional(),
  sees_personal_data: z.boolean().optional(),
  expires_at: instantInput.nullable().optional(),
});

export const userShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string().nullable(),
  role: roleShape,
  sees_personal_data: z.boolean(),
  is_active: z.boolean(),
  wants_alerts: z.boolean(),
  language: z.enum(['en', 'es']),
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
  language: z.enum(['en', 'es']).optional(),
});

export const passwordChange = z.strictObject({ current_password: passwordInput, password: passwordInput });

const userOptions = {
  name: lineInput(150).nullable().optional(),
  /** A viewer sees buyers and attendees only if granted. */
  sees_personal_data: z.boolean().optional(),
  is_active: z.boolean().optional(),
  wants_alerts: z.boolean().optional(),
  language: z.enum(['en', 'es']).optional(),
};
export const newUserInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  role: roleShape,
  ...userOptions,
});
/** The password is set anew if one is given; it ends the user's sessions. */
export const userInput = z.strictObject({
  email: emailInput,
  role: roleShape,
  password: passwordInput.optional(),
  ...userOptions,
});

const auditEntryShape = z.object({
  id: idShape,
  user: idShape.nullable(),
  user_email: z.string().nullable(),
  token: idShape.nullable(),
  action: z.string(),
  object_id: z.string().nullable(),
  /** What was sent, without its secrets. */
  sent: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  created_at: instantShape,
});
export const auditPageShape = pageOf(auditEntryShape);
