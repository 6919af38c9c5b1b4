import { readSettingsEffects } from '../../../configurations/settings-effects.ts';
import { settingsEffectsShape } from '../../../contract/effects/settings-effects.ts';
import { idParams } from '../../../contract/scalars.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

/** What the settings of a configuration do, and what a change of them would do. */
export function settingsEffectsEndpoints(deps: ApiDeps): readonly Endpoint[] {
  return [
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
