import {
  confirmToken,
  countTokens,
  findToken,
  listTokens,
  revokeToken,
} from '../../../backend/sign-in/token-records.ts';
import {
  newTokenShape,
  tokenInput,
  tokenPageShape,
  tokenQuery,
  tokenShape,
} from '../../../contract/access/auth.ts';
import { idParams } from '../../../contract/scalars.ts';
import { toInstant } from '../../../kernel/time/instants.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { makeToken } from '../../auth/new-token.ts';
import { requireUserId } from '../../auth/own-account.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';

const TOKENS = '/api/v1/auth/tokens/';

/** The operations on the user's own API tokens. Tokens themselves cannot list, create or revoke tokens. */
export function tokenEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl, timezone } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      path: TOKENS,
      name: 'tokens.list',
      summary: 'Your API tokens, the newest first.',
      access: 'viewer',
      sessionOnly: true,
      query: tokenQuery,
      reply: tokenPageShape,
      async handle({ actor, query, request }) {
        const which = { userId: requireUserId(actor), valid: query.valid ?? null, now: now() };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countTokens(db, which),
          rows: async (limit, offset) => await listTokens(db, which, limit, offset),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: TOKENS,
      name: 'tokens.create',
      summary: 'Make an API token. The token itself is shown only now.',
      access: 'viewer',
      sessionOnly: true,
      conflicts: true,
      status: 201,
      body: tokenInput,
      reply: newTokenShape,
      async handle({ actor, body }) {
        return await makeToken(deps, actor, {
          name: body.name,
          role: body.role ?? null,
          seesPersonalData: body.sees_personal_data ?? null,
          expiresAt: body.expires_at == null ? null : toInstant(body.expires_at, timezone),
        });
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      path: `${TOKENS}:id/`,
      name: 'tokens.revoke',
      summary: 'Revoke an API token: it stops working at once, and its streams end.',
      access: 'viewer',
      sessionOnly: true,
      status: 204,
      params: idParams,
      async handle({ actor, params }) {
        if (!(await revokeToken(db, requireUserId(actor), params.id, now()))) throw noSuchObject();
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${TOKENS}:id/confirm/`,
      name: 'tokens.confirm',
      summary: 'Confirm a token of an older version after a review.',
      access: 'viewer',
      sessionOnly: true,
      params: idParams,
      reply: tokenShape,
      async handle({ actor, params }) {
        const userId = requireUserId(actor);
        await confirmToken(db, userId, params.id);
        const token = await findToken(db, userId, params.id);
        if (token === null) throw noSuchObject();
        return token;
      },
    }),
  ];
}
