import { inTransaction, type Transaction } from '../../backend/database.ts';
import { type ConfigurationRow, findConfigurationRow } from '../../backend/lists/configuration-list.ts';
import { lockConfigurations, setFrequency } from '../../backend/records/configuration-edit-records.ts';
import { lockSchedule } from '../../backend/records/schedule-records.ts';
import {
  bulkFrequencyInput,
  bulkReplyShape,
  configurationShape,
  startedShape,
  triggerInput,
} from '../../contract/configuration.ts';
import { idParams } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';
import { restConfiguration, triggerSync, wakeConfiguration } from '../../tasks/control.ts';
import { nextDue } from '../../tasks/schedule-grid.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { withLink } from '../execution-links.ts';
import { invalidField } from '../field-faults.ts';
import { answerStarted, startedLocation } from '../started.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

type Status = ConfigurationRow['status'];

/** In which states each of these may be asked for. */
const ALLOWED: Readonly<Record<'trigger' | 'pause' | 'resume' | 'enable' | 'disable', readonly Status[]>> = {
  trigger: ['active', 'paused', 'error'],
  pause: ['active'],
  resume: ['paused', 'error'],
  enable: ['disabled'],
  disable: ['active', 'paused', 'error'],
};

export function configurationActionEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  const action = (
    name: 'pause' | 'resume' | 'enable' | 'disable',
    access: 'operator' | 'superuser',
    summary: string,
    act: (id: string) => Promise<void>,
  ): Endpoint =>
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
        requireStatus(await getConfigurationRow(deps, params.id), name);
        await act(params.id);
        return await getConfigurationRow(deps, params.id);
      },
    });
  const rest = (status: 'paused' | 'disabled') => async (id: string) => {
    await restConfiguration(deps, id, status);
  };
  const wake = async (id: string): Promise<void> => await wakeConfiguration(deps, id);
  return [
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}:id/trigger/`,
      name: 'configurations.trigger',
      summary: 'Sync now, before all that the schedule wants.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      body: triggerInput,
      reply: startedShape,
      async handle({ params, body, actor, request }) {
        requireStatus(await getConfigurationRow(deps, params.id), 'trigger');
        const wished = await withLink(
          request,
          publicUrl,
          async () => await triggerSync(deps, params.id, actor.userId, body.depth ?? null),
        );
        return answerStarted(request, wished);
      },
    }),
    action(
      'pause',
      'operator',
      'Take it off the schedule; what runs of it stops at its next page.',
      rest('paused'),
    ),
    action('resume', 'operator', 'Put it back on its schedule.', wake),
    action('enable', 'superuser', 'Switch it on.', wake),
    action('disable', 'superuser', 'Switch it off: nobody can trigger it either.', rest('disabled')),
    defineEndpoint({
      method: 'POST',
      path: `${CONFIGURATIONS}bulk-frequency/`,
      name: 'configurations.bulk-frequency',
      summary: 'Give many configurations another frequency: all of them, or none.',
      access: 'superuser',
      body: bulkFrequencyInput,
      reply: bulkReplyShape,
      async handle({ body }) {
        const ids = [...new Set(body.ids)];
        await inTransaction(db, async (tx) => {
          const found = await lockConfigurations(tx, ids);
          if (found.length < ids.length) throw invalidField('ids', 'no_such_object');
          for (const id of found) await changeFrequency(tx, id, body.frequency, now());
        });
        return { updated: ids.length };
      },
    }),
  ];

  async function changeFrequency(
    tx: Transaction,
    id: string,
    frequency: (typeof bulkFrequencyInput)['_output']['frequency'],
    at: Date,
  ): Promise<void> {
    const scheduled = await lockSchedule(tx, id);
    const row = await findConfigurationRow(tx, id, at);
    if (scheduled === undefined || row === null || scheduled.schedule.frequency === frequency) return;
    const rests = row.status === 'paused' || row.status === 'disabled';
    await setFrequency(tx, id, frequency, rests ? null : nextDue({ ...scheduled.schedule, frequency }, at));
  }
}

function requireStatus({ status }: ConfigurationRow, action: keyof typeof ALLOWED): void {
  if (ALLOWED[action].includes(status)) return;
  throw new AppError({
    kind: 'conflict',
    code: 'configuration.wrong-status',
    message: `This configuration is ${status}; ${action} needs it to be ${ALLOWED[action].join(' or ')}.`,
    details: { status },
  });
}
