import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import {
  CREDENTIALS_BODY_LIMIT_BYTES,
  connectionTestInput,
  connectionTestShape,
  credentialsPatch,
  productsShape,
} from '../../../contract/credentials.ts';
import { idParams } from '../../../contract/scalars.ts';
import { toInstantText } from '../../../kernel/time/instants.ts';
import type { ApiDeps, StoreAccess } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { requireRole } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { CONFIGURATIONS, getConfigurationRow } from '../sync/configurations.ts';
import { CREDENTIALS } from './credentials.ts';
import { testConnection } from './test-connection.ts';

const PRODUCTS_WITHIN_MS = 20_000;

/** The operations that query a store while a person waits. */
export function connectionTestEndpoints(deps: ApiDeps, stores: StoreAccess): readonly Endpoint[] {
  const facts = {
    method: 'POST',
    access: 'operator',
    conflicts: true,
    reachesOut: true,
    limit: 'connection-test',
    reply: connectionTestShape,
  } as const;
  return [
    defineEndpoint({
      ...facts,
      path: '/api/v1/sync-woocommerce/management/test-connection/',
      name: 'management.test-connection',
      summary:
        'Test the connection to a store step by step: of the default set, another one, or one that is not saved.',
      looksUp: true,
      body: connectionTestInput,
      bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
      async handle({ body: { credentials, ...body }, actor, request }) {
        requireSuperuserFor(actor, body);
        const language = languageAsked(request);
        return await testConnection(deps, stores, { id: credentials ?? null, body }, language);
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${CREDENTIALS}:id/test-connection/`,
      name: 'credentials.test-connection',
      summary:
        'Test the connection of a set step by step; with a body, as the set would be after that change.',
      visibleTo: 'operator',
      params: idParams,
      body: credentialsPatch,
      bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
      async handle({ params, body, actor, request }) {
        requireSuperuserFor(actor, body);
        const language = languageAsked(request);
        return await testConnection(deps, stores, { id: params.id, body }, language);
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${CONFIGURATIONS}:id/test-connection/`,
      name: 'configurations.test-connection',
      summary: 'Test the connection of a configuration step by step.',
      params: idParams,
      async handle({ params, request }) {
        const { credentials } = await getConfigurationRow(deps, params.id);
        const language = languageAsked(request);
        return await testConnection(deps, stores, { id: credentials, body: {} }, language);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${CREDENTIALS}:id/products/`,
      name: 'credentials.products',
      summary: 'The events of the store, as choices for a new configuration.',
      access: 'operator',
      visibleTo: 'operator',
      reachesOut: true,
      limit: 'connection-test',
      params: idParams,
      reply: productsShape,
      async handle({ params }) {
        const { id } = await findCredentials(deps.db, params.id);
        const products = await stores.products(id, AbortSignal.timeout(PRODUCTS_WITHIN_MS));
        return {
          results: products.map(({ wooProductId, startsAtUtc, ...product }) => ({
            woocommerce_product_id: wooProductId,
            title: product.title,
            source_status: product.sourceStatus,
            starts_at: startsAtUtc === null ? null : toInstantText(startsAtUtc),
            orders: product.orders,
            tickets: product.tickets,
            translation_of: product.translationOf,
          })),
        };
      },
    }),
  ];
}

/** Only superusers may choose where a connection leads, even for a test. */
function requireSuperuserFor(actor: Actor, body: object): void {
  if (Object.keys(body).length > 0) requireRole(actor, { visibleTo: 'operator', role: 'superuser' });
}
