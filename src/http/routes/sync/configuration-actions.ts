import { requireStatus, type StatusAction } from '../../../configurations/allowed-actions.ts';
import { changeFrequencies } from '../../../configurations/edit-configuration.ts';
import { switchLive } from '../../../configurations/switch-live.ts';
import {
  bulkFrequencyInput,
  bulkReplyShape,
  configurationShape,
  startedShape,
  triggerInput,
} from '../../../contract/configuration.ts';
import { liveInput } from '../../../contract/live.ts';
import { idParams } from '../../../contract/scalars.ts';
import { invalidField } from '../../../kernel/field-faults.ts';
import { changeStatus, triggerSync, triggerTargeted } from '../../../tasks/control.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { withLink } from '../../replies/execution-links.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

export function configurationActionEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { publicUrl } = deps;
  const action = (name: StatusAction, access: 'operator' | 'superuser', summary: string): Endpoint =>
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}:id/${name}/`,
      name: `configurations.${name}`,
      summary,
      access,
      conflicts: true,
      params: idParams,
      reply: configurationShape,
      async handle({ params }) {
        await getConfigurationRow(deps, params.id);
        await changeStatus(deps, params.id, name);
        return await getConfigurationRow(deps, params.id);
      },
    });
  return [
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}:id/trigger/`,
      name: 'configurations.trigger',
      summary: 'Sync now, ahead of all scheduled executions: the event, or some orders of it.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      body: triggerInput,
      reply: startedShape,
      async handle({ params, body, actor, request }) {
        const { depth = null, orders } = body;
        if (depth !== null && orders !== undefined) throw invalidField('depth', 'not_with_orders');
        requireStatus((await getConfigurationRow(deps, params.id)).status, 'trigger');
        const started = await withLink(request, publicUrl, async () =>
          orders === undefined
            ? await triggerSync(deps, params.id, actor.userId, depth)
            : await triggerTargeted(deps, params.id, actor.userId, { orderIds: orders, ticketIds: [] }),
        );
        return answerStarted(request, started);
      },
    }),
    action('pause', 'operator', 'Pause a configuration; a running execution stops at its next page.'),
    action('resume', 'operator', 'Put it back on its schedule.'),
    action('enable', 'superuser', 'Switch it on.'),
    action('disable', 'superuser', 'Disable it: it cannot be triggered either.'),
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}:id/live/`,
      name: 'configurations.live',
      summary: 'Switch live mode on or off for some hours, or leave it to the times of the event.',
      access: 'operator',
      params: idParams,
      body: liveInput,
      reply: configurationShape,
      async handle({ params, body }) {
        await getConfigurationRow(deps, params.id);
        await switchLive(deps, params.id, body);
        return await getConfigurationRow(deps, params.id);
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}bulk-frequency/`,
      name: 'configurations.bulk-frequency',
      summary: 'Give many configurations another frequency: all of them, or none.',
      access: 'superuser',
      body: bulkFrequencyInput,
      reply: bulkReplyShape,
      async handle({ body }) {
        return { updated: await changeFrequencies(deps, body.ids, body.frequency) };
      },
    }),
  ];
}
