import { AppError } from '../../kernel/errors.ts';
import type { Role } from '../../vocabulary/people.ts';

/** The sender of a request. */
export interface Actor {
  readonly kind: 'session' | 'token' | 'anonymous';
  /** The id of the session or the token. */
  readonly id: string;
  readonly userId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly role: Role;
  /** False if buyers and attendees are shown masked. */
  readonly seesPersonalData: boolean;
  /**
   * true if this session must set up a second factor before anything else. API tokens keep working, because a
   * session created them.
   */
  readonly mustSetUpSecondFactor: boolean;
}

export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  userId: null,
  email: null,
  name: null,
  role: 'viewer',
  seesPersonalData: false,
  mustSetUpSecondFactor: false,
};

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, superuser: 2 };

export function isAtLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/**
 * @throws missing `http.no-such-object` if this role may not know that the object exists; denied
 * `auth.not-allowed` if it may see it but not do this
 */
export function requireRole(actor: Actor, rule: { readonly visibleTo: Role; readonly role: Role }): void {
  if (!isAtLeast(actor.role, rule.visibleTo)) {
    // The reply does not reveal that the object exists. The audit log still records the refusal.
    throw noSuchObject({ hidden: true });
  }
  if (isAtLeast(actor.role, rule.role)) return;
  throw new AppError({
    code: 'auth.not-allowed',
    message: 'You do not have permission to perform this action.',
  });
}

/**
 * Requires a session, so that an API token cannot extend its own validity.
 *
 * @throws denied `auth.session-needed`
 */
export function requireSession(actor: Actor): void {
  if (actor.kind === 'session') return;
  throw new AppError({
    code: 'auth.session-needed',
    message: 'An API token may not do this. Sign in with your e-mail address and password.',
  });
}

/** @throws denied `auth.second-factor-required` */
export function requireSecondFactor(actor: Actor): void {
  if (!actor.mustSetUpSecondFactor) return;
  throw new AppError({
    code: 'auth.second-factor-required',
    message: 'Set up two-step sign-in first: this service requires it of superusers.',
  });
}

export function noSuchObject(details: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError({ code: 'http.no-such-object', message: 'Not found.', details });
}
