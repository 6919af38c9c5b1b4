import type { FastifyRequest } from 'fastify';
import {
  countDeliveries,
  type DeliveryRow,
  listDeliveries,
  requireDeliveries,
} from '../../../backend/outbound/delivery-log.ts';
import { replayDeliveries } from '../../../backend/outbound/delivery-records.ts';
import {
  changeEndpoint,
  countEndpoints,
  type EndpointRow,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from '../../../backend/outbound/endpoint-records.ts';
import {
  deliveryPageShape,
  deliveryQuery,
  endpointPageShape,
  endpointPatchBody,
  endpointQuery,
  endpointShape,
  endpointWithSecretShape,
  newEndpointBody,
  replayBody,
  replayedShape,
  rotateSecretBody,
} from '../../../contract/outbound.ts';
import { idParams } from '../../../contract/scalars.ts';
import { invalidField } from '../../../kernel/field-faults.ts';
import { instantFilter } from '../../../kernel/time/instant-filter.ts';
import { addEndpoint, rotateEndpointSecret } from '../../../tasks/outbound/endpoints.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage, baseUrl } from '../../replies/paging.ts';

const PATH = '/api/v1/outbound-endpoints/';
const MANAGED = { access: 'superuser', visibleTo: 'operator' } as const;
const SEEN = { access: 'operator', visibleTo: 'operator' } as const;

/** The operations on endpoints for outbound events, and on the log of their messages. */
export function outboundEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl, now } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      path: PATH,
      name: 'outbound-endpoints.list',
      summary: 'Addresses of other systems to which Taquilla sends changes.',
      ...SEEN,
      query: endpointQuery,
      reply: endpointPageShape,
      async handle({ query, request }) {
        return await answerPage(request, publicUrl, query, {
          count: async () => await countEndpoints(db),
          rows: async (limit, offset) =>
            (await listEndpoints(db, limit, offset)).map((row) => shown(row, request)),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: PATH,
      name: 'outbound-endpoints.create',
      summary: 'Send changes to an address from now on. The reply shows the secret once.',
      ...MANAGED,
      status: 201,
      conflicts: true,
      opensSecrets: true,
      body: newEndpointBody,
      reply: endpointWithSecretShape,
      location: (request, result) => `${baseUrl(request, publicUrl)}${PATH}${(result as { id: string }).id}/`,
      async handle({ body, request }) {
        const { id, secret } = await addEndpoint(deps, body);
        return { ...shown(await getEndpoint(db, id), request), secret };
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${PATH}:id/`,
      name: 'outbound-endpoints.get',
      summary: 'One endpoint: its filters, its state, and what its receiver answered last.',
      ...SEEN,
      params: idParams,
      reply: endpointShape,
      handle: async ({ params, request }) => shown(await getEndpoint(db, params.id), request),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${PATH}:id/`,
      name: 'outbound-endpoints.change',
      summary: 'Change the given fields of an endpoint, pause it, or switch it on again.',
      ...MANAGED,
      conflicts: true,
      params: idParams,
      body: endpointPatchBody,
      reply: endpointShape,
      async handle({ params, body, request }) {
        const { name, url, kinds, organizer_ids, event_ids, state } = body;
        const given = {
          ...(name === undefined ? {} : { name }),
          ...(url === undefined ? {} : { url }),
          ...(kinds === undefined ? {} : { kinds }),
          ...(organizer_ids === undefined ? {} : { organizer_ids }),
          ...(event_ids === undefined ? {} : { event_ids }),
          ...(state === undefined ? {} : { state }),
        };
        await changeEndpoint(db, params.id, given, now());
        return shown(await getEndpoint(db, params.id), request);
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      path: `${PATH}:id/`,
      name: 'outbound-endpoints.delete',
      summary: 'Remove an endpoint with its log. Messages that wait are not sent.',
      ...MANAGED,
      status: 204,
      params: idParams,
      handle: async ({ params }) => await removeEndpoint(db, params.id),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${PATH}:id/rotate-secret/`,
      name: 'outbound-endpoints.rotate-secret',
      summary:
        'Give an endpoint a new secret, which the reply shows once. The one before signs as well for a while.',
      ...MANAGED,
      opensSecrets: true,
      params: idParams,
      body: rotateSecretBody,
      reply: endpointWithSecretShape,
      async handle({ params, body, request }) {
        const { secret } = await rotateEndpointSecret(deps, params.id, body.overlap_hours);
        return { ...shown(await getEndpoint(db, params.id), request), secret };
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${PATH}:id/deliveries/`,
      name: 'outbound-endpoints.deliveries',
      summary: 'The messages of an endpoint, the newest first; they are kept for 30 days.',
      ...SEEN,
      params: idParams,
      query: deliveryQuery,
      reply: deliveryPageShape,
      async handle({ params, query, request }) {
        const { id } = await getEndpoint(db, params.id);
        const filter = { endpointId: id, status: query.status ?? null };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countDeliveries(db, filter),
          rows: async (limit, offset) => (await listDeliveries(db, filter, limit, offset)).map(shownDelivery),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${PATH}:id/replay/`,
      name: 'outbound-endpoints.replay',
      summary:
        'Send messages again, with the same ids: those named, or those of the changes of a span of time.',
      ...SEEN,
      params: idParams,
      body: replayBody,
      reply: replayedShape,
      async handle({ params, body }) {
        const { id } = await getEndpoint(db, params.id);
        if (body.deliveries === undefined && body.from === undefined)
          throw invalidField('deliveries', 'required');
        if (body.deliveries !== undefined) await requireDeliveries(db, id, body.deliveries);
        const which = {
          ids: body.deliveries ?? null,
          from: instantFilter('from', body.from),
          until: instantFilter('until', body.until),
        };
        return { replayed: await replayDeliveries(db, id, which, now()) };
      },
    }),
  ];
}

/** The path of an address may contain a secret, so only a superuser sees more than its origin. */
function shown({ kinds, organizer_ids, event_ids, url, ...row }: EndpointRow, { actor }: FastifyRequest) {
  return {
    ...row,
    url: actor.role === 'superuser' ? url : new URL(url).origin,
    kinds: [...kinds],
    organizer_ids: [...organizer_ids],
    event_ids: [...event_ids],
  };
}

function shownDelivery({ change, ...row }: DeliveryRow) {
  return { ...row, change: { ...change, fields: [...change.fields] } };
}
