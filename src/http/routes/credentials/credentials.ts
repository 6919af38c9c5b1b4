import {
  findCredentials,
  listCredentials,
  makeDefaultCredentials,
  pinHostKey,
  removeCredentials,
  setCredentialsActive,
} from '../../../backend/credentials/credentials-records.ts';
import { listHourCosts } from '../../../backend/live/cost-records.ts';
import {
  CREDENTIALS_BODY_LIMIT_BYTES,
  type CredentialsPatch,
  credentialsInput,
  credentialsPageShape,
  credentialsPatch,
  credentialsQuery,
  credentialsShape,
  hostKeyInput,
} from '../../../contract/credentials.ts';
import { storeCostShape } from '../../../contract/live.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  addCredentials,
  type CredentialsDeps,
  editCredentials,
  requireHop,
} from '../../../credentials/edit-credentials.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage, baseUrl } from '../../replies/paging.ts';
import { shownCredentials } from '../../replies/shown-credentials.ts';
import { shownStoreCost } from '../../replies/shown-store-cost.ts';

export const CREDENTIALS = '/api/v1/sync-woocommerce/credentials/';
const ONE = `${CREDENTIALS}:id/`;

/**
 * The operations on sets of credentials. Operators see the sets so that they can choose one; only superusers
 * decide where they lead.
 */
export function credentialsEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl, secretKey, stores } = deps;
  const facts = { access: 'superuser', visibleTo: 'operator', reply: credentialsShape } as const;
  const get = async (id: string) => shownCredentials(await findCredentials(db, id));
  const editing: CredentialsDeps = {
    db,
    secretKey,
    requireUsableKeys: (secrets) => stores?.requireUsableKeys(secrets),
  };
  const change = async (id: string, body: CredentialsPatch) =>
    shownCredentials(await editCredentials(editing, id, body));
  const action = (
    name: 'activate' | 'deactivate' | 'make-default',
    summary: string,
    act: (id: string) => Promise<void>,
  ): Endpoint =>
    defineEndpoint({
      method: 'POST',
      path: `${ONE}${name}/`,
      name: `credentials.${name}`,
      summary,
      ...facts,
      conflicts: true,
      reachesOut: true,
      params: idParams,
      async handle({ params }) {
        await findCredentials(db, params.id);
        await act(params.id);
        return await get(params.id);
      },
    });
  return [
    defineEndpoint({
      method: 'GET',
      path: CREDENTIALS,
      name: 'credentials.list',
      summary: 'The sets of credentials, the default first.',
      ...facts,
      access: 'operator',
      query: credentialsQuery,
      reply: credentialsPageShape,
      async handle({ query, request }) {
        const wanted = query.search?.toLowerCase();
        // There are so few sets that a page needs no query of its own.
        const all = (await listCredentials(db)).filter(
          ({ name, transport }) =>
            (wanted === undefined || name.toLowerCase().includes(wanted)) &&
            (query.transport === undefined || query.transport === transport),
        );
        return await answerPage(request, publicUrl, query, {
          count: async () => all.length,
          rows: async (limit, offset) => all.slice(offset, offset + limit).map(shownCredentials),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: CREDENTIALS,
      name: 'credentials.create',
      summary: 'Save the connection to a store. Its secrets are sealed and never shown.',
      ...facts,
      status: 201,
      conflicts: true,
      reachesOut: true,
      body: credentialsInput,
      bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
      async handle({ body, request, reply }) {
        const made = await addCredentials(editing, body);
        reply.header('location', `${baseUrl(request, publicUrl)}${CREDENTIALS}${made.id}/`);
        return shownCredentials(made);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: ONE,
      name: 'credentials.get',
      summary: 'One set.',
      ...facts,
      access: 'operator',
      params: idParams,
      handle: async ({ params }) => await get(params.id),
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ONE}cost/`,
      name: 'credentials.cost',
      summary: 'What a set cost its store in the last hour.',
      access: 'operator',
      params: idParams,
      reply: storeCostShape,
      async handle({ params }) {
        const { liveCeilingSeconds } = await findCredentials(db, params.id);
        return shownStoreCost(await listHourCosts(db, params.id, now()), liveCeilingSeconds);
      },
    }),
    defineEndpoint({
      method: 'PUT',
      path: ONE,
      name: 'credentials.replace',
      summary: 'Change a set; if it then connects to another place, send its secrets again.',
      ...facts,
      conflicts: true,
      reachesOut: true,
      params: idParams,
      body: credentialsInput,
      bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
      handle: async ({ params, body }) => await change(params.id, body),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: ONE,
      name: 'credentials.change',
      summary: 'Change the given fields of a set.',
      ...facts,
      conflicts: true,
      reachesOut: true,
      params: idParams,
      body: credentialsPatch,
      bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
      handle: async ({ params, body }) => await change(params.id, body),
    }),
    defineEndpoint({
      method: 'DELETE',
      path: ONE,
      name: 'credentials.delete',
      summary: 'Delete a set that no configuration uses.',
      access: 'superuser',
      visibleTo: 'operator',
      status: 204,
      conflicts: true,
      params: idParams,
      handle: async ({ params }) => await removeCredentials(db, params.id),
    }),
    action('activate', 'Use it again.', async (id) => await setCredentialsActive(db, id, true)),
    action('deactivate', 'Start nothing with it.', async (id) => await setCredentialsActive(db, id, false)),
    action('make-default', 'Make it the default set.', async (id) => await makeDefaultCredentials(db, id)),
    defineEndpoint({
      method: 'POST',
      path: `${ONE}confirm-host-key/`,
      name: 'credentials.confirm-host-key',
      summary: 'Pin the host key that a test showed, after a person has compared it.',
      ...facts,
      conflicts: true,
      params: idParams,
      body: hostKeyInput,
      async handle({ params, body }) {
        const present = await findCredentials(db, params.id);
        requireHop(present, body.hop);
        await pinHostKey(db, params.id, body.hop, body.host_key);
        return await get(params.id);
      },
    }),
  ];
}
