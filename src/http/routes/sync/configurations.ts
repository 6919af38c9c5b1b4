import {
  type ConfigurationFilter,
  type ConfigurationRow,
  countConfigurations,
  findConfigurationRow,
  listConfigurations,
} from '../../../backend/configurations/configuration-list.ts';
import { createConfiguration } from '../../../configurations/create-configuration.ts';
import {
  changeConfiguration,
  deleteConfiguration,
  noConfiguration,
} from '../../../configurations/edit-configuration.ts';
import {
  CONFIGURATION_BODY_LIMIT_BYTES,
  configurationInput,
  configurationPageShape,
  configurationPatch,
  configurationQuery,
  configurationShape,
} from '../../../contract/configuration.ts';
import { idParams } from '../../../contract/scalars.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { withLink } from '../../replies/execution-links.ts';
import { answerPage, baseUrl } from '../../replies/paging.ts';

export const CONFIGURATIONS = '/api/v1/sync-woocommerce/configurations/';
const ONE = `${CONFIGURATIONS}:id/`;
const NEWEST_FIRST = [{ by: 'created_at', descending: true }] as const;

/** @throws missing `configuration.none` */
export async function getConfigurationRow({ db, now }: ApiDeps, id: string): Promise<ConfigurationRow> {
  const found = await findConfigurationRow(db, id, now());
  if (found === null) throw noConfiguration();
  return found;
}

export function configurationEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl, stores } = deps;
  const facts = { access: 'superuser', params: idParams, reply: configurationShape } as const;
  return [
    defineEndpoint({
      method: 'GET',
      path: CONFIGURATIONS,
      name: 'configurations.list',
      summary: 'The configurations, the newest first.',
      access: 'viewer',
      query: configurationQuery,
      reply: configurationPageShape,
      async handle({ query, request }) {
        const filter: ConfigurationFilter = {
          status: query.status ?? null,
          frequency: query.frequency ?? null,
          organizerEmail: query.organizer_email ?? null,
          verification: query.verification ?? null,
          credentialsId: query.credentials ?? null,
          search: query.search ?? null,
          updatedAfter: updatedAfterFilter(query),
        };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countConfigurations(db, filter),
          rows: async (limit, offset) =>
            await listConfigurations(db, filter, query.ordering ?? NEWEST_FIRST, {
              limit,
              offset,
              now: now(),
            }),
        });
      },
    }),
    ...(stores === null
      ? []
      : [
          defineEndpoint({
            method: 'POST',
            path: CONFIGURATIONS,
            name: 'configurations.create',
            summary: 'Sync a WooCommerce product to an event.',
            access: 'superuser',
            status: 201,
            reachesOut: true,
            body: configurationInput,
            bodyLimitBytes: CONFIGURATION_BODY_LIMIT_BYTES,
            reply: configurationShape,
            async handle({ body, actor, request, reply }) {
              const id = await createConfiguration(deps, stores, body, actor.userId);
              reply.header('location', `${baseUrl(request, publicUrl)}${CONFIGURATIONS}${id}/`);
              return await getConfigurationRow(deps, id);
            },
          }),
        ]),
    defineEndpoint({
      method: 'GET',
      path: ONE,
      name: 'configurations.get',
      summary: 'One configuration.',
      ...facts,
      access: 'viewer',
      handle: async ({ params }) => await getConfigurationRow(deps, params.id),
    }),
    defineEndpoint({
      method: 'PUT',
      path: ONE,
      name: 'configurations.replace',
      summary: 'Change a configuration; optional fields that are absent stay.',
      reachesOut: true,
      ...facts,
      body: configurationInput,
      bodyLimitBytes: CONFIGURATION_BODY_LIMIT_BYTES,
      async handle({ params, body }) {
        await changeConfiguration(deps, await getConfigurationRow(deps, params.id), body);
        return await getConfigurationRow(deps, params.id);
      },
    }),
    defineEndpoint({
      method: 'PATCH',
      path: ONE,
      name: 'configurations.change',
      summary: 'Change the given fields of a configuration.',
      reachesOut: true,
      ...facts,
      body: configurationPatch,
      bodyLimitBytes: CONFIGURATION_BODY_LIMIT_BYTES,
      async handle({ params, body }) {
        await changeConfiguration(deps, await getConfigurationRow(deps, params.id), body);
        return await getConfigurationRow(deps, params.id);
      },
    }),
    defineEndpoint({
      method: 'DELETE',
      path: ONE,
      name: 'configurations.delete',
      summary: 'Hide a configuration; its event and its executions stay.',
      access: 'superuser',
      status: 204,
      conflicts: true,
      params: idParams,
      async handle({ params, request }) {
        await getConfigurationRow(deps, params.id);
        await withLink(request, publicUrl, async () => await deleteConfiguration(deps, params.id));
      },
    }),
  ];
}
