import type { FastifyRequest } from 'fastify';
import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import { findWebhook, removeWebhook } from '../../../backend/credentials/webhook-records.ts';
import { newWebhooksShape, type WebhooksReply, webhooksShape } from '../../../contract/credentials.ts';
import { idParams } from '../../../contract/scalars.ts';
import { setUpWebhooks, shownWebhooks } from '../../../credentials/webhooks.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { baseUrl } from '../../replies/paging.ts';
import { CREDENTIALS } from './credentials.ts';

/** The operations on WooCommerce's webhooks of a set. Those who may change the set may have a secret for them. */
export function webhookEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl } = deps;
  const facts = {
    path: `${CREDENTIALS}:id/webhooks/`,
    access: 'superuser',
    visibleTo: 'operator',
    params: idParams,
  } as const;
  const shown = async (id: string, request: FastifyRequest): Promise<WebhooksReply> => {
    return shownWebhooks(await findWebhook(db, id), baseUrl(request, publicUrl));
  };
  return [
    defineEndpoint({
      method: 'GET',
      ...facts,
      access: 'operator',
      name: 'credentials.webhooks',
      summary: 'The webhooks of a set: where WooCommerce sends them, and what arrived.',
      reply: webhooksShape,
      async handle({ params, request }) {
        const { id } = await findCredentials(db, params.id);
        return await shown(id, request);
      },
    }),
    defineEndpoint({
      method: 'POST',
      ...facts,
      name: 'credentials.set-up-webhooks',
      summary: 'Give a set an address for webhooks and a new secret, which the reply shows once.',
      opensSecrets: true,
      reply: newWebhooksShape,
      async handle({ params, request }) {
        const secret = await setUpWebhooks(deps, params.id);
        return { ...(await shown(params.id, request)), secret };
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      ...facts,
      name: 'credentials.remove-webhooks',
      summary: 'End the webhooks of a set: nothing is at their address any longer.',
      status: 204,
      async handle({ params }) {
        const { id } = await findCredentials(db, params.id);
        await removeWebhook(db, id);
      },
    }),
  ];
}
