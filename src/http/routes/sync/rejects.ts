import { inTransaction } from '../../../backend/database.ts';
import {
  countListedRejects,
  dismissReject,
  getReject,
  listRejects,
} from '../../../backend/readings/reject-list.ts';
import { startedShape } from '../../../contract/configuration.ts';
import {
  dismissRejectInput,
  listedRejectPageShape,
  listedRejectQuery,
  listedRejectShape,
  replayRejectsInput,
} from '../../../contract/rejects.ts';
import { idParams } from '../../../contract/scalars.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import { replayAllRejects, replayReject } from '../../../tasks/replay-rejects.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { readerOf } from '../../errors/reader.ts';
import { answerPage } from '../../replies/paging.ts';
import { shownReject } from '../../replies/shown-reject.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { getConfigurationRow } from './configurations.ts';

const ROOT = '/api/v1/sync-woocommerce/rejects/';

/** The operations on rows of stores that could not be read. */
export function rejectEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      path: ROOT,
      name: 'rejects.list',
      summary: 'Rows of the stores that could not be read, the newest first.',
      access: 'viewer',
      query: listedRejectQuery,
      reply: listedRejectPageShape,
      async handle({ query, request, actor }) {
        const { configuration = null, kind = null, state = 'open' } = query;
        const filter = { configuration, kind, state, updatedAfter: updatedAfterFilter(query) };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countListedRejects(db, filter),
          rows: async (limit, offset) =>
            (await listRejects(db, filter, limit, offset)).map((row) =>
              shownReject(row, readerOf(request, actor), actor),
            ),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ROOT}:id/`,
      name: 'rejects.get',
      summary: 'One row that could not be read.',
      access: 'viewer',
      params: idParams,
      reply: listedRejectShape,
      handle: async ({ params, request, actor }) =>
        shownReject(await getReject(db, params.id), readerOf(request, actor), actor),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}:id/replay/`,
      name: 'rejects.replay',
      summary: 'Read the row again now, with its order.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      reply: startedShape,
      async handle({ params, actor, request }) {
        return answerStarted(request, await replayReject(deps, params.id, actor.userId));
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}replay/`,
      name: 'rejects.replay-all',
      summary: 'Read all open rejects of a configuration again now, at most 200.',
      access: 'operator',
      status: 202,
      idempotent: true,
      looksUp: true,
      location: startedLocation(publicUrl),
      body: replayRejectsInput,
      reply: startedShape,
      async handle({ body, actor, request }) {
        await getConfigurationRow(deps, body.configuration);
        return answerStarted(request, await replayAllRejects(deps, body.configuration, actor.userId));
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}:id/dismiss/`,
      name: 'rejects.dismiss',
      summary: 'Accept that the row is left out, with a reason, until it changes in the store.',
      access: 'operator',
      conflicts: true,
      params: idParams,
      body: dismissRejectInput,
      reply: listedRejectShape,
      async handle({ params, body, request, actor }) {
        const decision = { by: actor.userId, note: body.note, now: now() };
        await inTransaction(db, async (tx) => await dismissReject(tx, params.id, decision));
        return shownReject(await getReject(db, params.id), readerOf(request, actor), actor);
      },
    }),
  ];
}
