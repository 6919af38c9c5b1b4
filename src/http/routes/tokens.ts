import { countTokens, createToken, listTokens, revokeToken } from '../../backend/access/token-records.ts';
import { newTokenShape, tokenInput, tokenPageShape } from '../../contract/auth.ts';
import { listQuery } from '../../contract/page.ts';
import { idParams } from '../../contract/scalars.ts';
import { digestOfToken, newOpaqueToken } from '../../kernel/opaque-token.ts';
import { type Actor, isAtLeast } from '../access/actor.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { invalidField } from '../field-faults.ts';
import { toInstant } from '../instants.ts';
import { answerPage } from '../paging.ts';
import { noSuchObject } from '../parse-request.ts';

const TOKENS = '/api/v1/auth/tokens/';

/** One's own API tokens. */
export function tokenEndpoints({ db, now, publicUrl, timezone }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: TOKENS,
      name: 'tokens.list',
      summary: 'Your API tokens, the newest first.',
      access: 'viewer',
      query: listQuery({}, []).omit({ search: true, ordering: true }),
      reply: tokenPageShape,
      async handle({ actor, query, request }) {
        const userId = ownerOf(actor);
        return await answerPage(request, publicUrl, query, {
          count: async () => await countTokens(db, userId),
          rows: async (limit, offset) => await listTokens(db, userId, limit, offset),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: TOKENS,
      name: 'tokens.create',
      summary: 'Make an API token. The token itself is shown this once.',
      access: 'viewer',
      status: 201,
      body: tokenInput,
      reply: newTokenShape,
      async handle({ actor, body }) {
        const role = body.role ?? actor.role;
        if (!isAtLeast(actor.role, role)) throw invalidField('role', 'above_own_role');
        const sees = body.sees_personal_data ?? actor.seesPersonalData;
        if (sees && !actor.seesPersonalData) throw invalidField('sees_personal_data', 'above_own_role');
        const token = newOpaqueToken('taq_');
        const row = await createToken(db, {
          userId: ownerOf(actor),
          name: body.name,
          tokenDigest: digestOfToken(token),
          role,
          seesPersonalData: sees,
          expiresAt: body.expires_at == null ? null : toInstant(body.expires_at, timezone),
        });
        return { ...row, token };
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      path: `${TOKENS}:id/`,
      name: 'tokens.revoke',
      summary: 'Revoke an API token: it stops at once, its streams too.',
      access: 'viewer',
      status: 204,
      params: idParams,
      async handle({ actor, params }) {
        if (!(await revokeToken(db, ownerOf(actor), params.id, now()))) throw noSuchObject();
      },
    }),
  ];
}

function ownerOf(actor: Actor): string {
  if (actor.userId === null) throw noSuchObject();
  return actor.userId;
}
