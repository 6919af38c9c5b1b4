import { findRecordedStore } from '../../../backend/stores/recorded-store.ts';
import { type AskStores, askStore } from '../../../configurations/ask-store.ts';
import { compareStore, confirmStore } from '../../../configurations/confirm-store.ts';
import { noConfiguration, resolveCredentials } from '../../../configurations/edit-configuration.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  confirmStoreInput,
  storeComparisonQuery,
  storeComparisonShape,
} from '../../../contract/store-comparison.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { CONFIGURATIONS } from './configurations.ts';

/**
 * The operations on a store that differs from the record: the comparison of both sides, and a person's
 * decision.
 */
export function storeComparisonEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, stores } = deps;
  if (stores === null) return [];
  return [
    defineEndpoint({
      method: 'GET',
      path: `${CONFIGURATIONS}:id/store/`,
      name: 'configurations.compare-store',
      summary: 'Query the store, and compare it with the recorded one.',
      access: 'operator',
      reachesOut: true,
      params: idParams,
      query: storeComparisonQuery,
      reply: storeComparisonShape,
      handle: async ({ params, query }) => await asked(stores, params.id, query.credentials),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}:id/confirm-store/`,
      name: 'configurations.confirm-store',
      summary: 'Confirm that the store is the same one, or another one.',
      access: 'superuser',
      conflicts: true,
      reachesOut: true,
      params: idParams,
      body: confirmStoreInput,
      reply: storeComparisonShape,
      async handle({ params, body }) {
        const { credentialsId, wooProductId } = await placeOf(params.id, body.credentials);
        await askStore(stores, credentialsId, wooProductId, async (store) => {
          await confirmStore(deps, params.id, body, store, body.credentials ?? null);
        });
        return await asked(stores, params.id, body.credentials);
      },
    }),
  ];

  /** A deleted configuration has a store as well, because its event waits for a successor. */
  async function placeOf(id: string, credentials: string | undefined) {
    const found = await findRecordedStore(db, id, 'newest');
    if (found === null) throw noConfiguration();
    if (credentials === undefined) return found;
    return { ...found, credentialsId: await resolveCredentials(deps, credentials) };
  }

  async function asked(of: AskStores, id: string, credentials: string | undefined) {
    const { credentialsId, wooProductId } = await placeOf(id, credentials);
    return await askStore(
      of,
      credentialsId,
      wooProductId,
      async (store) => await compareStore(db, id, store),
    );
  }
}
