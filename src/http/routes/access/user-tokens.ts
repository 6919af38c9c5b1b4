import {
  confirmToken,
  countTokens,
  findToken,
  listTokens,
  revokeToken,
} from '../../../backend/sign-in/token-records.ts';
import { findUser } from '../../../backend/users/user-list.ts';
import { noSuchUser } from '../../../backend/users/user-records.ts';
import { tokenPageShape, tokenQuery, tokenShape, userTokenParams } from '../../../contract/access/auth.ts';
import { idParams } from '../../../contract/scalars.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';

const TOKENS = '/api/v1/auth/users/:id/tokens/';

/**
 * With these operations superusers list and revoke the tokens of every user. They cannot create tokens for
 * others.
 */
export function userTokenEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const facts = { access: 'superuser', visibleTo: 'superuser', sessionOnly: true } as const;
  return [
    defineEndpoint({
      method: 'GET',
      path: TOKENS,
      name: 'users.tokens',
      summary: "A user's API tokens, the newest first.",
      ...facts,
      params: idParams,
      query: tokenQuery,
      reply: tokenPageShape,
      async handle({ params: { id }, query, request }) {
        if ((await findUser(db, id)) === null) throw noSuchUser();
        const which = { userId: id, valid: query.valid ?? null, now: now() };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countTokens(db, which),
          rows: async (limit, offset) => await listTokens(db, which, limit, offset),
        });
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      path: `${TOKENS}:token_id/`,
      name: 'users.revoke-token',
      summary: "Revoke a user's API token: it stops working at once, and its streams end.",
      ...facts,
      status: 204,
      params: userTokenParams,
      async handle({ params }) {
        if (!(await revokeToken(db, params.id, params.token_id, now()))) throw noSuchObject();
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${TOKENS}:token_id/confirm/`,
      name: 'users.confirm-token',
      summary: "Confirm a user's token of an older version after a review.",
      ...facts,
      params: userTokenParams,
      reply: tokenShape,
      async handle({ params }) {
        await confirmToken(db, params.id, params.token_id);
        const token = await findToken(db, params.id, params.token_id);
        if (token === null) throw noSuchObject();
        return token;
      },
    }),
  ];
}
