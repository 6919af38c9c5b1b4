import { retireEvent } from '../../../backend/check-ins/retire-event.ts';
import { EVENT_SORTS, findEvent, listEvents } from '../../../backend/ticketing-queries/event-list.ts';
import { readEventSums } from '../../../backend/ticketing-queries/event-sales.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  eventDetailShape,
  eventEditInput,
  eventPageShape,
  eventQuery,
} from '../../../contract/ticketing/events.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { type Actor, noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { salesReply } from '../../replies/event-sales-reply.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { applyEdit, withEdits } from './apply-edit.ts';

const EVENTS = '/api/v1/events/';
/**
 * Room for a description of maximum length, even if a client escapes every character.
 *
 * @unit bytes
 */
const EVENT_BODY_LIMIT_BYTES = 160 * 1024;

/** The operations on events and their sales. */
export function eventEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const place = (id: string) => ({ table: 'events', id, currency: null }) as const;
  const detail = async (id: string, actor: Actor) => {
    const found = await findEvent(db, id);
    if (found === undefined) throw noSuchObject();
    const { row: event, edited } = await withEdits({ db }, place(id), found, actor);
    return { ...event, ...edited, ...salesReply(await readEventSums(db, event.id)) };
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
        const filter = {
          organizer,
          status,
          removed,
          search,
          wooProductId: query.woo_product_id ?? null,
          updatedAfter: updatedAfterFilter(query),
        };
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
      handle: async ({ params, actor }) => await detail(params.id, actor),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${EVENTS}:id/`,
      name: 'events.change',
      summary:
        'Change what people may edit of an event, or take the store’s values again; no sync undoes it.',
      access: 'operator',
      conflicts: true,
      refusesReadOnly: true,
      params: idParams,
      body: eventEditInput,
      bodyLimitBytes: EVENT_BODY_LIMIT_BYTES,
      reply: eventDetailShape,
      async handle({ params, body, actor }) {
        await applyEdit({ db, now }, place(params.id), body, actor);
        return await detail(params.id, actor);
      },
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
      async handle({ params, actor }) {
        await retireEvent(db, params.id, now());
        return await detail(params.id, actor);
      },
    }),
  ];
}
