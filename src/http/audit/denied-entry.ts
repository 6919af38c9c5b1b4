import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from '../../backend/audit/audit-records.ts';
import { emailInput } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';
import { oneLine } from '../../kernel/log/plain-text.ts';
import type { Actor } from '../auth/actor.ts';

/**
 * Stored instead of text that is not an e-mail address, because people sometimes type passwords into that field.
 */
const NO_EMAIL_ADDRESS = '(no e-mail address)';
const MOST_USER_AGENT = 200;

type DeniedAction = 'session.login-failed' | 'session.login-throttled' | 'access.denied';

/** The action for each code of a refusal. Null for an everyday refusal, which needs no entry. */
const ACTION_BY_CODE: Readonly<Record<string, DeniedAction | null>> = {
  'auth.wrong-login': 'session.login-failed',
  'auth.wrong-code': 'session.login-failed',
  'auth.throttled': 'session.login-throttled',
  'auth.second-factor-needed': null,
  'auth.not-signed-in': null,
};

/** The audit entry of a refused request; null if the error is not a refusal. */
export function deniedEntry(request: FastifyRequest, error: unknown): AuditEntry | null {
  const refusal = refusalIn(error);
  if (refusal === null) return null;
  const { code, details } = refusal;
  const action = code in ACTION_BY_CODE ? (ACTION_BY_CODE[code] ?? null) : 'access.denied';
  if (action === null) return null;
  // Absent if the request was refused before its sender was identified.
  const actor: Actor | undefined = request.actor;
  const isSignIn = action !== 'access.denied';
  return {
    userId: actor?.userId ?? null,
    userEmail: actor?.email ?? null,
    tokenId: actor?.kind === 'token' ? actor.id : null,
    action,
    // An origin that is refused for all accounts may name any number of e-mail addresses, so they are left out.
    objectId: isSignIn && details['limitedBy'] !== 'address' ? accountIn(request, actor) : null,
    sent: {
      ...(isSignIn ? {} : { method: request.method, route: request.routeOptions.url ?? null, code }),
      user_agent: userAgentOf(request),
    },
    address: request.ip,
    requestId: request.id,
  };
}

/** Finds the refusal behind an error, because a form reports it as an error of a field. */
function refusalIn(error: unknown): AppError | null {
  if (!(error instanceof AppError)) return null;
  if (error.kind === 'denied' || error.details['hidden'] === true) return error;
  return refusalIn(error.cause);
}

function accountIn({ body }: FastifyRequest, actor: Actor | undefined): string {
  if (actor !== undefined && actor.email !== null) return actor.email;
  const given = typeof body === 'object' && body !== null && 'email' in body ? body.email : null;
  const parsed = emailInput.safeParse(typeof given === 'string' ? given.trim() : null);
  return parsed.success ? parsed.data : NO_EMAIL_ADDRESS;
}

function userAgentOf({ headers }: FastifyRequest): string | null {
  const given = headers['user-agent'];
  return given === undefined ? null : oneLine(given).slice(0, MOST_USER_AGENT);
}
