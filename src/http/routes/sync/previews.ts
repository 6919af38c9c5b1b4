import { countPreviews, getPreview, listPreviews } from '../../../backend/previews/preview-records.ts';
import { requireStatus } from '../../../configurations/allowed-actions.ts';
import { keepPreview } from '../../../configurations/keep-preview.ts';
import { startedShape } from '../../../contract/configuration.ts';
import {
  type KeptPreview,
  previewInput,
  previewPageShape,
  previewQuery,
  previewShape,
} from '../../../contract/effects/preview.ts';
import { idParams } from '../../../contract/scalars.ts';
import { runPreview } from '../../../tasks/run-preview.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { withLink } from '../../replies/execution-links.ts';
import { answerPage } from '../../replies/paging.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

const ROOT = '/api/v1/sync-woocommerce/previews/';

/** Kept previews, and the executions that do what they showed. */
export function previewEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl, stores } = deps;
  // The report has the shape with which it was stored.
  const get = async (id: string): Promise<KeptPreview> =>
    (await getPreview(db, id)) as unknown as KeptPreview;
  return [
    ...(stores === null
      ? []
      : [
          defineEndpoint({
            method: 'POST',
            path: `${CONFIGURATIONS}:id/preview/`,
            name: 'configurations.preview',
            summary: 'Show what a sync would change now, read from the store, and keep it.',
            access: 'operator',
            status: 201,
            reachesOut: true,
            conflicts: true,
            limit: 'connection-test',
            params: idParams,
            body: previewInput,
            reply: previewShape,
            async handle({ params, body, actor }) {
              const row = await getConfigurationRow(deps, params.id);
              return await get(await keepPreview(deps, stores, row, body, actor.userId));
            },
          }),
        ]),
    defineEndpoint({
      method: 'GET',
      path: ROOT,
      name: 'previews.list',
      summary: 'Kept previews, the newest first.',
      access: 'viewer',
      query: previewQuery,
      reply: previewPageShape,
      async handle({ query, request }) {
        const { configuration = null } = query;
        return await answerPage(request, publicUrl, query, {
          count: async () => await countPreviews(db, configuration),
          rows: async (limit, offset) =>
            (await listPreviews(db, configuration, limit, offset)) as unknown as readonly KeptPreview[],
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ROOT}:id/`,
      name: 'previews.get',
      summary: 'One kept preview.',
      access: 'viewer',
      params: idParams,
      reply: previewShape,
      handle: async ({ params }) => await get(params.id),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}:id/run/`,
      name: 'previews.run',
      summary: 'Do exactly what a preview showed, or nothing if something else would change by now.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      reply: startedShape,
      async handle({ params, actor, request }) {
        const { configuration } = await get(params.id);
        requireStatus((await getConfigurationRow(deps, configuration)).status, 'trigger');
        const started = await withLink(
          request,
          publicUrl,
          async () => await runPreview(deps, params.id, actor.userId),
        );
        return answerStarted(request, started);
      },
    }),
  ];
}
