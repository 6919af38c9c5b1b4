import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.ts';
import { newOpaqueToken } from '../../kernel/secrets/opaque-token.ts';
import { CSRF_COOKIE, SESSION_COOKIE, SESSION_LIFE_MS } from './authenticate.ts';

/**
 * The name of a browser, given at its first sign-in. It gives no access. But a sign-in from a browser that the
 * account knows need not wait while strangers guess the password.
 */
const BROWSER_COOKIE = 'browserid';
const BROWSER_LIFE_SECONDS = 180 * 24 * 3600;
const SIGN_IN_PATH = '/api/v1/auth/';
const OPAQUE = /^[\w-]{43}$/;

/** The name of this browser; undefined before the first sign-in from it. */
export function browserOf(request: FastifyRequest): string | undefined {
  const name = request.cookies[BROWSER_COOKIE];
  return name !== undefined && OPAQUE.test(name) ? name : undefined;
}

/** A browser keeps its name, because several people may use it. */
export function namedBrowser(request: FastifyRequest): string {
  return browserOf(request) ?? newOpaqueToken('');
}

export function setSessionCookies(
  reply: FastifyReply,
  given: {
    readonly token: string;
    readonly csrf: string;
    readonly browser: string;
    readonly secure: boolean;
  },
): void {
  const { token, csrf, browser, secure } = given;
  const cookie = { path: '/', sameSite: 'lax', secure, maxAge: SESSION_LIFE_MS / 1000 } as const;
  reply.setCookie(SESSION_COOKIE, token, { ...cookie, httpOnly: true });
  reply.setCookie(CSRF_COOKIE, csrf, cookie);
  const stays = { path: SIGN_IN_PATH, maxAge: BROWSER_LIFE_SECONDS, httpOnly: true } as const;
  reply.setCookie(BROWSER_COOKIE, browser, { ...cookie, ...stays });
}

/** The browser's name stays, so that the next sign-in comes from a known browser. */
export function forgetSessionCookies(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, { path: '/' });
  reply.clearCookie(CSRF_COOKIE, { path: '/' });
}

/**
 * Removes the cookies at sign-out, even if the session has already ended. It does so only if the request
 * carries the cookie, which browsers send from our own pages alone: so another site cannot sign a user out.
 */
export function forgetDeadSession(request: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
  const isOver = thrown instanceof AppError && thrown.code === 'auth.not-signed-in';
  if (isOver && request.cookies[SESSION_COOKIE] !== undefined) forgetSessionCookies(reply);
}
