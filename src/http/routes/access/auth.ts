import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../../../backend/audit/audit-records.ts';
import { inTransaction } from '../../../backend/database.ts';
import { spendCode } from '../../../backend/second-factor/second-factor.ts';
import { noteLogin } from '../../../backend/sign-in/login-records.ts';
import {
  createSession,
  endSession,
  endSessionOfToken,
  findSession,
} from '../../../backend/sign-in/session-records.ts';
import { findUser } from '../../../backend/users/user-list.ts';
import {
  loginInput,
  loginReplyShape,
  type Me,
  meInput,
  meShape,
  passwordChange,
} from '../../../contract/access/auth.ts';

import { AppError } from '../../../kernel/errors.ts';
import { digestOfToken, newOpaqueToken } from '../../../kernel/secrets/opaque-token.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { entryOf } from '../../audit/audit.ts';
import type { Actor } from '../../auth/actor.ts';
import { SESSION_COOKIE, SESSION_LIFE_MS } from '../../auth/authenticate.ts';
import { checkLogin, wrongLogin } from '../../auth/login.ts';
import { changeOwn, changeOwnPassword, requireUserId } from '../../auth/own-account.ts';
import {
  browserOf,
  forgetSessionCookies,
  namedBrowser,
  setSessionCookies,
} from '../../auth/session-cookies.ts';
import { knownBrowser, rememberPlace } from '../../auth/sign-in-attempt.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { baseUrl } from '../../replies/paging.ts';

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
      countedApart: async (request) => await knownBrowser(db, browserOf(request), now()),
      body: loginInput,
      reply: loginReplyShape,
      async handle({ body, request, reply }) {
        refuseCrossSite(request);
        const { email, password, one_time_code = null } = body;
        const place = { address: request.ip, browser: browserOf(request), signal: whileAsked(reply) };
        const given = { email, password, ...place };
        const found = await checkLogin(deps, given, async (id) => await spendCode(deps, id, one_time_code));
        const browser = namedBrowser(request);
        const before = request.cookies[SESSION_COOKIE];
        const [token, csrf] = [newOpaqueToken(''), newOpaqueToken('')];
        const session = {
          userId: found.id,
          passwordHash: found.passwordHash,
          provedCode: found.provedCode,
          tokenDigest: digestOfToken(token),
          csrfDigest: digestOfToken(csrf),
          address: request.ip,
          userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
          expiresAt: new Date(now().getTime() + SESSION_LIFE_MS),
          now: now(),
        };
        const opened = await inTransaction(db, async (tx) => {
          // A browser has one session. Without this, the previous session would survive the next sign-out.
          if (before !== undefined) await endSessionOfToken(tx, digestOfToken(before));
          if (!(await createSession(tx, session))) throw wrongLogin();
          await noteLogin(tx, found.id, now());
          await rememberPlace(tx, found.id, { address: request.ip, browser }, now());
          const user = await findSession(tx, session.tokenDigest, now());
          if (user === null) throw new Error('a session that was just created does not exist');
          const entry = entryOf(request, 'session.login', user.id);
          await writeAudit(tx, { ...entry, userId: user.userId, userEmail: user.email });
          return user;
        });
        const secure = baseUrl(request, publicUrl).startsWith('https:');
        setSessionCookies(reply, { token, csrf, browser, secure });
        return { user: await meOf(opened), csrf_token: csrf };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}logout/`,
      name: 'session.logout',
      summary: 'End the session, or nothing for a token.',
      access: 'viewer',
      endsSession: true,
      beforeSecondFactor: true,
      status: 204,
      async handle({ actor, reply }) {
        if (actor.kind === 'session') {
          await endSession(db, actor.id);
        }
        forgetSessionCookies(reply);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${AUTH}me/`,
      name: 'session.me',
      summary: 'The signed-in user, and what they may see.',
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
      summary: 'Change your own name and language.',
      access: 'viewer',
      sessionOnly: true,
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
      summary:
        "Change one's own password. Ends your other sessions, and the API tokens that you do not keep.",
      access: 'viewer',
      sessionOnly: true,
      status: 204,
      body: passwordChange,
      async handle({ body, actor, request }) {
        await changeOwnPassword(deps, actor, body, request.ip);
      },
    }),
  ];

  /** With the role of the session or token, which may be lower than the user's. */
  async function meOf(
    actor: Pick<Actor, 'userId' | 'role' | 'seesPersonalData' | 'mustSetUpSecondFactor'>,
  ): Promise<Me> {
    const user = await findUser(db, requireUserId(actor));
    if (user === null) throw new Error('the signed-in user does not exist');
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

/**
 * Without this check, another site could sign a visitor in as another user. Browsers send the origin of a
 * request.
 */
function refuseCrossSite(request: FastifyRequest): void {
  if (request.headers['sec-fetch-site'] !== 'cross-site') return;
  throw new AppError({
    code: 'auth.cross-site',
    message: 'This request comes from another site.',
  });
}

/** Aborted when the connection closes, because no client waits for the reply then. */
function whileAsked(reply: FastifyReply): AbortSignal {
  const asked = new AbortController();
  reply.raw.once('close', () => asked.abort());
  return asked.signal;
}
