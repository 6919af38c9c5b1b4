import type { ExecutionFilter, ExecutionRow } from '../../../backend/executions/execution-list.ts';
import {
  countExecutions,
  findExecutionRow,
  groupErrors,
  listExecutions,
  readExecutionDetail,
} from '../../../backend/executions/execution-list.ts';
import { noExecution } from '../../../backend/executions/execution-records.ts';
import { startedShape } from '../../../contract/configuration.ts';
import {
  cancelledShape,
  errorGroupsQuery,
  errorGroupsShape,
  executionDetailShape,
  executionPageShape,
  executionQuery,
  executionsOfConfigurationQuery,
} from '../../../contract/execution.ts';
import type { Ordering } from '../../../contract/page.ts';
import { idParams } from '../../../contract/scalars.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import { cancel, retryExecution } from '../../../tasks/control.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { type Reader, readerOf } from '../../errors/reader.ts';
import { sentenceFor, withSentence } from '../../errors/spanish.ts';
import { EXECUTIONS, withLink } from '../../replies/execution-links.ts';
import { answerPage } from '../../replies/paging.ts';
import { toExecution } from '../../replies/shown-execution.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

const ONE = `${EXECUTIONS}:id/`;
const DEFAULT_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;
const NEWEST_FIRST = [{ by: 'created_at', descending: true }] as const;

type ListQuery = (typeof executionQuery)['_output'];

export function executionEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  const since = (days: number | 'all' | undefined): Date | null =>
    days === 'all' ? null : new Date(now().getTime() - (days ?? DEFAULT_DAYS) * DAY_MS);
  const sourceOf = (
    query: Omit<ListQuery, 'configuration'>,
    configurationId: string | null,
    reader: Reader,
  ) => {
    const filter: ExecutionFilter = {
      status: query.status ?? null,
      trigger: query.trigger ?? null,
      verification: query.verification ?? null,
      configurationId,
      since: since(query.days),
      search: query.search ?? null,
      updatedAfter: updatedAfterFilter(query),
    };
    const order: readonly Ordering<'created_at' | 'started_at' | 'finished_at' | 'status' | 'trigger'>[] =
      query.ordering ?? NEWEST_FIRST;
    return {
      count: async () => await countExecutions(db, filter),
      rows: async (limit: number, offset: number) =>
        (await listExecutions(db, filter, order, { limit, offset, now: now() })).map((row) =>
          toExecution(row, reader),
        ),
    };
  };
  const get = async (id: string): Promise<ExecutionRow> => {
    const row = await findExecutionRow(db, id, now());
    if (row === null) throw noExecution();
    return row;
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: EXECUTIONS,
      name: 'executions.list',
      summary: 'Executions of the last 30 days, or of the number of days in `days`.',
      access: 'viewer',
      query: executionQuery,
      reply: executionPageShape,
      handle: async ({ query, request, actor }) =>
        await answerPage(
          request,
          publicUrl,
          query,
          sourceOf(query, query.configuration ?? null, readerOf(request, actor)),
        ),
    }),
    defineEndpoint({
      method: 'GET',
      path: `${CONFIGURATIONS}:id/executions/`,
      name: 'configurations.executions',
      summary: 'Executions of one configuration.',
      access: 'viewer',
      params: idParams,
      query: executionsOfConfigurationQuery,
      reply: executionPageShape,
      async handle({ params, query, request, actor }) {
        const { id } = await getConfigurationRow(deps, params.id);
        return await answerPage(request, publicUrl, query, sourceOf(query, id, readerOf(request, actor)));
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${EXECUTIONS}errors/`,
      name: 'executions.errors',
      summary: 'Failed executions by reason.',
      access: 'viewer',
      query: errorGroupsQuery,
      reply: errorGroupsShape,
      async handle({ query, request, actor }) {
        const groups = await groupErrors(db, since(query.days), query.configuration ?? null);
        const reader = readerOf(request, actor);
        return {
          results: groups.map((one) => ({
            ...one,
            message: one.message && sentenceFor(reader, one.code, one.message),
          })),
        };
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: ONE,
      name: 'executions.get',
      summary: 'One execution, with its attempts and its proof.',
      access: 'viewer',
      params: idParams,
      reply: executionDetailShape,
      async handle({ params, request, actor }) {
        const row = await get(params.id);
        const detail = await readExecutionDetail(db, row.id);
        const reader = readerOf(request, actor);
        return {
          ...toExecution(row, reader),
          attempts: detail.attempts.map((one) => withSentence(one, reader)),
          proof: [...detail.proof],
          warnings: [...detail.warnings],
          unmapped_statuses: [...detail.unmapped_statuses],
          timings_ms: { ...detail.timings_ms },
        };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ONE}cancel/`,
      name: 'executions.cancel',
      summary: 'Cancel a pending one; ask a running one to stop at its next page.',
      access: 'operator',
      conflicts: true,
      params: idParams,
      reply: cancelledShape,
      async handle({ params, request }) {
        const stopped = await cancel(deps, params.id);
        const language = languageAsked(request);
        const status = stopped === 'cancelled' ? 'cancelled' : 'stopping';
        return { status, detail: CANCELLED[status][language] } as const;
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ONE}retry/`,
      name: 'executions.retry',
      summary: 'Sync again in place of one that has ended.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      reply: startedShape,
      async handle({ params, actor, request }) {
        const started = await withLink(
          request,
          publicUrl,
          async () => await retryExecution(deps, params.id, actor.userId),
        );
        return answerStarted(request, started);
      },
    }),
  ];
}

const CANCELLED = {
  cancelled: { en: 'Cancelled.', es: 'Cancelada.' },
  stopping: { en: 'It stops at its next page.', es: 'Se detendrá en la próxima página.' },
} as const;
