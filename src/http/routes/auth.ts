import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../../backend/access/audit-records.ts';
import { noteLogin } from '../../backend/access/login-records.ts';
import { spendCode } from '../../backend/access/second-factor.ts';
import { createSession, endSession, findSession } from '../../backend/access/session-records.ts';
import { inTransaction } from '../../backend/database.ts';
import { findUser } from '../../backend/lists/user-list.ts';
import {
  loginInput,
  loginReplyShape,
  type Me,
  meInput,
  meShape,
  passwordChange,
} from '../../contract/auth.ts';

import { AppError } from '../../kernel/errors.ts';
import { digestOfToken, newOpaqueToken } from '../../kernel/opaque-token.ts';
import type { Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import { CSRF_COOKIE, SESSION_COOKIE, SESSION_LIFE_MS } from '../access/authenticate.ts';
import { checkLogin } from '../access/login.ts';
import { changeOwn, changeOwnPassword, requireUserId } from '../access/own-account.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { baseUrl } from '../paging.ts';

const AUTH = '/api/v1/auth/';

export function authEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  return [
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}login/`,
      name: 'session.login',
      summary: 'Sign in a browser: sets the session cookie.',
      access: 'public',
      unaudited: true,
      opensSecrets: true,
      body: loginInput,
      reply: loginReplyShape,
      async handle({ body, request, reply }) {
        refuseCrossSite(request);
        const { email, password, one_time_code = null } = body;
        const given = { email, password, address: request.ip };
        const found = await checkLogin(deps, given, async (id) => await spendCode(deps, id, one_time_code));
        const [token, csrf] = [newOpaqueToken(''), newOpaqueToken('')];
        const session = {
          userId: found.id,
          tokenDigest: digestOfToken(token),
          csrfDigest: digestOfToken(csrf),
          address: request.ip,
          userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
          expiresAt: new Date(now().getTime() + SESSION_LIFE_MS),
          now: now(),
        };
        const opened = await inTransaction(db, async (tx) => {
          await createSession(tx, session);
          await noteLogin(tx, found.id, now());
          const user = await findSession(tx, session.tokenDigest, now());
          if (user === null) throw new Error('a session that was just made is not there');
          const entry = entryOf(request, 'session.login', user.id);
          await writeAudit(tx, { ...entry, userId: user.userId, userEmail: user.email });
          return user;
        });
        const secure = baseUrl(request, publicUrl).startsWith('https:');
        const cookie = { path: '/', sameSite: 'lax', secure, maxAge: SESSION_LIFE_MS / 1000 } as const;
        reply.setCookie(SESSION_COOKIE, token, { ...cookie, httpOnly: true });
        reply.setCookie(CSRF_COOKIE, csrf, cookie);
        return { user: await meOf(opened), csrf_token: csrf };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}logout/`,
      name: 'session.logout',
      summary: 'End the session, or nothing for a token.',
      access: 'viewer',
      beforeSecondFactor: true,
      status: 204,
      async handle({ actor, reply }) {
        if (actor.kind === 'session') {
          await endSession(db, actor.id);
        }
        forgetCookies(reply);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${AUTH}me/`,
      name: 'session.me',
      summary: 'Who is signed in, and what they may see.',
      access: 'viewer',
      beforeSecondFactor: true,
      reply: meShape,
      async handle({ actor }) {
        return await meOf(actor);
      },
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${AUTH}me/`,
      name: 'session.change-me',
      summary: "Change one's own name and language.",
      access: 'viewer',
      body: meInput,
      reply: meShape,
      async handle({ body, actor }) {
        await changeOwn(db, requireUserId(actor), body, now());
        return await meOf(actor);
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}password/`,
      name: 'session.change-password',
      summary: "Set one's own password anew; one's other sessions end.",
      access: 'viewer',
      status: 204,
      body: passwordChange,
      async handle({ body, actor, request }) {
        await changeOwnPassword(deps, actor, body, request.ip);
      },
    }),
  ];

  /** With the role of the session or token, which may be below the user's. */
  async function meOf(
    actor: Pick<Actor, 'userId' | 'role' | 'seesPersonalData' | 'mustSetUpSecondFactor'>,
  ): Promise<Me> {
    const user = await findUser(db, requireUserId(actor));
    if (user === null) throw new Error('a user who is signed in is not there');
    const { id, email, name, language } = user;
    return {
      id,
      email,
      name,
      role: actor.role,
      sees_personal_data: actor.seesPersonalData,
      language,
      must_set_up_second_factor: actor.mustSetUpSecondFactor,
    };
  }
}

/** Another site could sign a visitor in as somebody else. Browsers say where a request comes from. */
function refuseCrossSite(request: FastifyRequest): void {
  if (request.headers['sec-fetch-site'] !== 'cross-site') return;
  throw new AppError({
    kind: 'denied',
    code: 'auth.cross-site',
    message: 'This request comes from another site.',
  });
}

function forgetCookies(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, { path: '/' });
  reply.clearCookie(CSRF_COOKIE, { path: '/' });
}
