import type { FastifyRequest } from 'fastify';
import type { Database } from '../../backend/database.ts';
import { findSession, type Session, touchSession } from '../../backend/sign-in/session-records.ts';
import { findBearer, touchToken } from '../../backend/sign-in/token-records.ts';
import { AppError } from '../../kernel/errors.ts';
import { digestOfToken, digestsEqual } from '../../kernel/secrets/opaque-token.ts';
import type { Actor } from './actor.ts';

export const SESSION_COOKIE = 'sessionid';
export const CSRF_COOKIE = 'csrftoken';
/** A session that is not used for this long ends. */
export const SESSION_LIFE_MS = 14 * 24 * 3600 * 1000;

const HARMLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface AccessDeps {
  readonly db: Database;
  readonly now: () => Date;
}

/**
 * Identifies the sender of a request by its token or its session cookie. A change must also carry the session's
 * CSRF token, because browsers send cookies with requests of any site.
 *
 * @throws denied `auth.not-signed-in`, `auth.bad-token`, `auth.csrf`
 */
export async function authenticate(deps: AccessDeps, request: FastifyRequest): Promise<Actor> {
  const header = request.headers.authorization;
  if (header !== undefined) return await bearer(deps, header);
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie === undefined || cookie === '') throw notSignedIn();
  const now = deps.now();
  const session = await findSession(deps.db, digestOfToken(cookie), now);
  if (session === null) throw notSignedIn();
  const { mustSetUpSecondFactor } = session;
  const actor = { ...toActor('session', session), mustSetUpSecondFactor };
  // Set before the next checks, so that the audit entry of a refusal contains the user.
  request.actor = actor;
  if (!HARMLESS.has(request.method)) requireCsrf(request, session);
  await touchSession(deps.db, session.id, now, new Date(now.getTime() + SESSION_LIFE_MS));
  return actor;
}

async function bearer({ db, now }: AccessDeps, header: string): Promise<Actor> {
  const token = /^(?:Token|Bearer)\s+(\S+)$/i.exec(header.trim())?.[1];
  const found = token === undefined ? null : await findBearer(db, digestOfToken(token), now());
  if (found === null) {
    throw new AppError({ code: 'auth.bad-token', message: 'Invalid token.' });
  }
  await touchToken(db, found.id, now());
  return toActor('token', found);
}

function toActor(kind: Actor['kind'], found: Omit<Session, 'csrfDigest' | 'mustSetUpSecondFactor'>): Actor {
  const { id, userId, email, name, role, seesPersonalData } = found;
  return { kind, id, userId, email, name, role, seesPersonalData, mustSetUpSecondFactor: false };
}

function requireCsrf(request: FastifyRequest, session: Session): void {
  const header = request.headers['x-csrftoken'];
  if (typeof header === 'string' && digestsEqual(digestOfToken(header), session.csrfDigest)) return;
  throw new AppError({
    code: 'auth.csrf',
    message: 'CSRF Failed: the header X-CSRFToken is missing or incorrect.',
  });
}

export function notSignedIn(): AppError {
  return new AppError({
    code: 'auth.not-signed-in',
    message: 'Authentication credentials were not provided.',
  });
}
