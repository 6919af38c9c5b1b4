import {
  findOrganizer,
  listOrganizers,
  ORGANIZER_SORTS,
} from '../../../backend/ticketing-queries/organizer-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  organizerPageShape,
  organizerQuery,
  organizerShape,
} from '../../../contract/ticketing/organizers.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';

const ORGANIZERS = '/api/v1/organizers/';

/** The operations on organizers. */
export function organizerEndpoints({ db, publicUrl }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: ORGANIZERS,
      name: 'organizers.list',
      summary: 'Organizers, by name.',
      access: 'viewer',
      query: organizerQuery,
      reply: organizerPageShape,
      async handle({ query, request }) {
        const filter = { search: query.search ?? null, updatedAfter: updatedAfterFilter(query) };
        return await answerKeyPage(request, publicUrl, query, {
          sorts: ORGANIZER_SORTS,
          usual: { by: 'name', descending: false },
          read: async (...asked) => await listOrganizers(db, filter, ...asked),
          show: (row) => row,
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ORGANIZERS}:id/`,
      name: 'organizers.retrieve',
      summary: 'One organizer.',
      access: 'viewer',
      params: idParams,
      reply: organizerShape,
      async handle({ params }) {
        const row = await findOrganizer(db, params.id);
        if (row === undefined) throw noSuchObject();
        return row;
      },
    }),
  ];
}
