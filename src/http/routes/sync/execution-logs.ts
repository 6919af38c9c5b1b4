import { findExecutionRow } from '../../../backend/executions/execution-list.ts';
import {
  countChanges,
  countLogLines,
  countRejects,
  countRejectsOfConfiguration,
  listChanges,
  listLogLines,
  listRejectRows,
  listRejectsOfConfiguration,
} from '../../../backend/executions/execution-log-list.ts';
import { noExecution } from '../../../backend/executions/execution-records.ts';
import {
  changePageShape,
  changeQuery,
  logPageShape,
  logQuery,
  rejectPageShape,
  rejectQuery,
  rejectsOfConfigurationQuery,
} from '../../../contract/execution.ts';
import { idParams } from '../../../contract/scalars.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { readerOf } from '../../errors/reader.ts';
import { EXECUTIONS } from '../../replies/execution-links.ts';
import { answerPage } from '../../replies/paging.ts';
import { shownEntry } from '../../replies/shown-change.ts';
import { toLogLine } from '../../replies/shown-execution.ts';
import { shownReject } from '../../replies/shown-reject.ts';
import { CONFIGURATIONS, getConfigurationRow } from './configurations.ts';

const ONE = `${EXECUTIONS}:id/`;

/** The operations on the log, the journal and the rejects of an execution. */
export function executionLogEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl } = deps;
  const require = async (id: string): Promise<void> => {
    if ((await findExecutionRow(db, id, now())) === null) throw noExecution();
  };
  const facts = { method: 'GET', access: 'viewer', params: idParams } as const;
  return [
    defineEndpoint({
      ...facts,
      path: `${ONE}log/`,
      name: 'executions.log',
      summary: 'The log of an execution, line by line.',
      query: logQuery,
      reply: logPageShape,
      async handle({ params: { id }, query, request, actor }) {
        await require(id);
        const reader = readerOf(request, actor);
        const level = query.level ?? null;
        return await answerPage(request, publicUrl, query, {
          count: async () => await countLogLines(db, id, level),
          rows: async (limit, offset) =>
            (await listLogLines(db, id, level, { limit, offset })).map((row) => toLogLine(row, reader)),
        });
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${ONE}changes/`,
      name: 'executions.changes',
      summary: 'The journal: the changed rows, their names, and each changed field.',
      query: changeQuery,
      reply: changePageShape,
      async handle({ params: { id }, query, request, actor }) {
        await require(id);
        const filter = { table: query.table ?? null, operation: query.operation ?? null };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countChanges(db, id, filter.table, filter.operation),
          rows: async (limit, offset) =>
            (await listChanges(db, id, filter, { limit, offset })).map((row) => shownEntry(row, actor)),
        });
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${ONE}rejects/`,
      name: 'executions.rejects',
      summary: 'Rows of the store that it could not read.',
      query: rejectQuery,
      reply: rejectPageShape,
      async handle({ params: { id }, query, request, actor }) {
        await require(id);
        const kind = query.kind ?? null;
        const after = updatedAfterFilter(query);
        return await answerPage(request, publicUrl, query, {
          count: async () => await countRejects(db, id, kind, after),
          rows: async (limit, offset) =>
            (await listRejectRows(db, id, kind, { limit, offset }, after)).map((row) =>
              shownReject(row, readerOf(request, actor), actor),
            ),
        });
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${CONFIGURATIONS}:id/rejects/`,
      name: 'configurations.rejects',
      summary:
        'Rows of the store that could not be read: open ones, or, if settled, those that could be read later.',
      query: rejectsOfConfigurationQuery,
      reply: rejectPageShape,
      async handle({ params: { id }, query, request, actor }) {
        await getConfigurationRow(deps, id);
        const { kind = null, settled = false } = query;
        const filter = { kind, settled, updatedAfter: updatedAfterFilter(query) };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countRejectsOfConfiguration(db, id, filter),
          rows: async (limit, offset) =>
            (await listRejectsOfConfiguration(db, id, filter, { limit, offset })).map((row) =>
              shownReject(row, readerOf(request, actor), actor),
            ),
        });
      },
    }),
  ];
}
