import { AppError } from '../../kernel/errors.ts';
import type { Role } from '../../vocabulary/people.ts';

/** Who asks. */
export interface Actor {
  readonly kind: 'session' | 'token' | 'anonymous';
  /** Of the session or the token. */
  readonly id: string;
  readonly userId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly role: Role;
  /** false: buyers and attendees are shown masked. */
  readonly seesPersonalData: boolean;
  /** true: this session can do nothing else until then. API tokens keep working: a session made them. */
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
 * @throws missing `http.no-such-object` where this role may not even know of the thing;
 *   denied `auth.not-allowed` where it may see it and not do this
 */
export function requireRole(actor: Actor, rule: { readonly visibleTo: Role; readonly role: Role }): void {
  if (!isAtLeast(actor.role, rule.visibleTo)) {
    // The reply hides that this exists; the audit log still records the refusal.
    throw noSuchObject({ hidden: true });
  }
  if (isAtLeast(actor.role, rule.role)) return;
  throw new AppError({
    code: 'auth.not-allowed',
    message: 'You do not have permission to perform this action.',
  });
}

/**
 * Keeps API tokens from what would let them outlive their end.
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
    message: 'Set up two-step sign-in first: superusers need it here.',
  });
}

export function noSuchObject(details: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError({ code: 'http.no-such-object', message: 'Not found.', details });
}
