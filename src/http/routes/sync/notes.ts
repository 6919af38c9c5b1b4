import { countNotes, listNotes } from '../../../backend/readings/note-records.ts';
import { notePageShape, noteQuery } from '../../../contract/note.ts';
import { idParams } from '../../../contract/scalars.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

/** The operations on odd values in rows of a store that were read nevertheless. */
export function noteEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      access: 'viewer',
      path: `${CONFIGURATIONS}:id/notes/`,
      name: 'configurations.notes',
      summary: 'Odd values in rows of the store that were read nevertheless.',
      params: idParams,
      query: noteQuery,
      reply: notePageShape,
      async handle({ params: { id }, query, request, actor }) {
        await getConfigurationRow(deps, id);
        const { kind = null, reason = null } = query;
        const filter = { kind, reason, updatedAfter: updatedAfterFilter(query) };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countNotes(db, id, filter),
          rows: async (limit, offset) =>
            (await listNotes(db, id, filter, { limit, offset })).map((row) => ({
              ...row,
              raw: actor.seesPersonalData ? row.raw : null,
            })),
        });
      },
    }),
  ];
}
