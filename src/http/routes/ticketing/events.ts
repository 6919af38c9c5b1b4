import { retireEvent } from '../../../backend/check-ins/retire-event.ts';
import { EVENT_SORTS, findEvent, listEvents } from '../../../backend/ticketing-queries/event-list.ts';
import { readEventSums } from '../../../backend/ticketing-queries/event-sales.ts';
import { idParams } from '../../../contract/scalars.ts';
import { eventDetailShape, eventPageShape, eventQuery } from '../../../contract/ticketing/events.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { salesReply } from '../../replies/event-sales-reply.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';

const EVENTS = '/api/v1/events/';

/** Events and their sales. */
export function eventEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const detail = async (id: string) => {
    const event = await findEvent(db, id);
    if (event === undefined) throw noSuchObject();
    return { ...event, ...salesReply(await readEventSums(db, event)) };
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: EVENTS,
      name: 'events.list',
      summary: 'Events, the latest start first.',
      access: 'viewer',
      query: eventQuery,
      reply: eventPageShape,
      async handle({ query, request }) {
        const { organizer = null, status = null, removed = 'false', search = null } = query;
        const filter = { organizer, status, removed, search, wooProductId: query.woo_product_id ?? null };
        return await answerKeyPage(request, publicUrl, query, {
          sorts: EVENT_SORTS,
          usual: { by: 'starts_at', descending: true },
          read: async (...asked) => await listEvents(db, filter, ...asked),
          show: (row) => row,
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${EVENTS}:id/`,
      name: 'events.retrieve',
      summary: 'One event with its sales by status, tier and day, its tickets, and its payout per currency.',
      access: 'viewer',
      params: idParams,
      reply: eventDetailShape,
      handle: async ({ params }) => await detail(params.id),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${EVENTS}:id/retire/`,
      name: 'events.retire',
      summary:
        'Remove an event that no configuration syncs any more: it no longer counts, and its tickets do not open the gate.',
      access: 'superuser',
      conflicts: true,
      params: idParams,
      reply: eventDetailShape,
      async handle({ params }) {
        await retireEvent(db, params.id, now());
        return await detail(params.id);
      },
    }),
  ];
}
