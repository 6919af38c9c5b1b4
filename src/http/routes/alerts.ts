import {
  type AlertRow,
  acknowledgeAlert,
  countAlerts,
  findAlert,
  listAlerts,
} from '../../backend/lists/alert-list.ts';
import { type Alert, alertPageShape, alertQuery, alertShape } from '../../contract/alert.ts';
import { idParams } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { type Language, languageAsked } from '../language.ts';
import { answerPage } from '../paging.ts';
import { withSentence } from '../spanish.ts';

const ALERTS = '/api/v1/sync-woocommerce/alerts/';

export function alertEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const get = async (id: string, language: Language): Promise<Alert> => {
    const row = await findAlert(db, id);
    if (row !== null) return toAlert(row, language);
    throw new AppError({ kind: 'missing', code: 'alert.none', message: 'There is no such alert.' });
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: ALERTS,
      name: 'alerts.list',
      summary: 'What is wrong, and what was; the newest first.',
      access: 'viewer',
      query: alertQuery,
      reply: alertPageShape,
      async handle({ query, request }) {
        const language = languageAsked(request);
        const filter = {
          kind: query.kind ?? null,
          open: query.open ?? null,
          acknowledged: query.acknowledged ?? null,
        };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countAlerts(db, filter),
          rows: async (limit, offset) =>
            (await listAlerts(db, filter, limit, offset)).map((row) => toAlert(row, language)),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ALERTS}:id/`,
      name: 'alerts.get',
      summary: 'One alert.',
      access: 'viewer',
      params: idParams,
      reply: alertShape,
      handle: async ({ params, request }) => await get(params.id, languageAsked(request)),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ALERTS}:id/acknowledge/`,
      name: 'alerts.acknowledge',
      summary: 'Say that somebody has seen it.',
      access: 'operator',
      params: idParams,
      reply: alertShape,
      async handle({ params, actor, request }) {
        await acknowledgeAlert(db, params.id, actor.userId, now());
        return await get(params.id, languageAsked(request));
      },
    }),
  ];
}

function toAlert(row: AlertRow, language: Language): Alert {
  return { ...withSentence(row, language), configurations: row.configurations.map((one) => ({ ...one })) };
}
