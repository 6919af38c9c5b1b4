import { previewProductChange } from '../../../configurations/preview-product-change.ts';
import { readSettingsEffects } from '../../../configurations/settings-effects.ts';
import { productsPreviewQuery, productsPreviewShape } from '../../../contract/effects/products-preview.ts';
import { settingsEffectsShape } from '../../../contract/effects/settings-effects.ts';
import { idParams } from '../../../contract/scalars.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

/** The effects of a configuration's settings, and of a change of its products. */
export function settingsEffectsEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { stores } = deps;
  return [
    ...(stores === null
      ? []
      : [
          defineEndpoint({
            method: 'GET',
            path: `${CONFIGURATIONS}:id/products-preview/`,
            name: 'configurations.products-preview',
            summary: 'What the event would gain and lose if it were these products, read from the store.',
            access: 'operator',
            reachesOut: true,
            limit: 'connection-test',
            params: idParams,
            query: productsPreviewQuery,
            reply: productsPreviewShape,
            async handle({ params, query }) {
              const row = await getConfigurationRow(deps, params.id);
              const wanted = query.woocommerce_product_ids ?? row.woocommerce_product_ids;
              return await previewProductChange(deps, stores, row, wanted);
            },
          }),
        ]),
    defineEndpoint({
      method: 'GET',
      path: `${CONFIGURATIONS}:id/settings-effects/`,
      name: 'configurations.settings-effects',
      summary: 'What each setting of a configuration does to the figures of its event now.',
      access: 'viewer',
      params: idParams,
      reply: settingsEffectsShape,
      handle: async ({ params }) =>
        await readSettingsEffects(deps, await getConfigurationRow(deps, params.id)),
    }),
  ];
}
