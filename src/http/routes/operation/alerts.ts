import {
  type AlertRow,
  acknowledgeAlert,
  countAlerts,
  findAlert,
  listAlerts,
} from '../../../backend/incidents/alert-list.ts';
import { guideOf } from '../../../backend/incidents/incident-guide.ts';
import { type Alert, alertPageShape, alertQuery, alertShape } from '../../../contract/alert.ts';
import { idParams } from '../../../contract/scalars.ts';
import { AppError } from '../../../kernel/errors.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { Language } from '../../../vocabulary/people.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { withSentence } from '../../errors/spanish.ts';
import { answerPage } from '../../replies/paging.ts';
import { shownDelivery } from '../../replies/shown-delivery.ts';

const ALERTS = '/api/v1/sync-woocommerce/alerts/';

export function alertEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  const get = async (id: string, actor: Actor, language: Language): Promise<Alert> => {
    const row = await findAlert(db, id);
    if (row !== null) return toAlert(deps, row, actor, language);
    throw new AppError({ code: 'alert.none', message: 'There is no such alert.' });
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: ALERTS,
      name: 'alerts.list',
      summary: 'Open and past alerts, the newest first.',
      access: 'viewer',
      query: alertQuery,
      reply: alertPageShape,
      async handle({ query, actor, request }) {
        const language = languageAsked(request);
        const filter = {
          kind: query.kind ?? null,
          open: query.open ?? null,
          acknowledged: query.acknowledged ?? null,
          updatedAfter: updatedAfterFilter(query),
        };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countAlerts(db, filter),
          rows: async (limit, offset) =>
            (await listAlerts(db, filter, limit, offset)).map((row) => toAlert(deps, row, actor, language)),
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
      handle: async ({ params, actor, request }) => await get(params.id, actor, languageAsked(request)),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ALERTS}:id/acknowledge/`,
      name: 'alerts.acknowledge',
      summary: 'Acknowledge an alert.',
      access: 'operator',
      params: idParams,
      reply: alertShape,
      async handle({ params, actor, request }) {
        await acknowledgeAlert(db, params.id, actor.userId, now());
        return await get(params.id, actor, languageAsked(request));
      },
    }),
  ];
}

function toAlert(deps: ApiDeps, row: AlertRow, actor: Actor, language: Language): Alert {
  const { kind, error_code } = row;
  return {
    ...withSentence(row, { language, seesPlaces: actor.role !== 'viewer' }),
    // As everywhere, viewers do not learn where a store is.
    server: actor.role === 'viewer' ? null : row.server,
    stores: row.stores.map((one) => ({ ...one })),
    configurations: row.configurations.map((one) => ({ ...one })),
    advice: adviceOf(deps, kind, error_code, language),
    guide: guideOf(kind, error_code),
    deliveries: row.deliveries.map((one) => shownDelivery(one, actor, language)),
  };
}

/** The remedy of the error code if the store is the cause, otherwise that of the kind of incident. */
function adviceOf(
  { alerts, stores }: ApiDeps,
  kind: AlertRow['kind'],
  errorCode: string | null,
  language: Language,
): Alert['advice'] {
  return errorCode?.startsWith('store.') === true && stores !== null
    ? stores.words(language).advice(errorCode)
    : alerts.words(kind, language);
}
