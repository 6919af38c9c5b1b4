import { DateTime } from 'luxon';
import { inTransaction } from '../../../backend/database.ts';
import { requestTask } from '../../../backend/dispatch/background-task-records.ts';
import { requestAll } from '../../../backend/executions/execution-records.ts';
import {
  countErrors,
  type EndedExecutions,
  readConfigurationStatistics,
  readEndedByDay,
  readFailingExecutions,
  readStoreLags,
} from '../../../backend/operation/statistics-records.ts';
import { notifyOfWork } from '../../../backend/work-notice.ts';
import {
  resourcesShape,
  type Stats,
  statsShape,
  systemHealthShape,
  taskShape,
  triggerAllShape,
} from '../../../contract/management.ts';
import { describeOperation, readOperation } from '../../../tasks/operation.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { readerOf } from '../../errors/reader.ts';
import { withSentence } from '../../errors/spanish.ts';
import { baseUrl } from '../../replies/paging.ts';

const ROOT = '/api/v1/sync-woocommerce/';
const MANAGEMENT = `${ROOT}management/`;
const SERIES_DAYS = 30;
const RECENT_DAYS = 7;

export function managementEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl, timezone, version } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      path: ROOT,
      name: 'root.list',
      summary: 'The resources.',
      access: 'viewer',
      reply: resourcesShape,
      async handle({ request }) {
        const base = `${baseUrl(request, publicUrl)}${ROOT}`;
        const names = ['configurations', 'executions', 'credentials', 'conflicts', 'local-edits', 'alerts'];
        return Object.fromEntries(names.map((name) => [name, `${base}${name}/`]));
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${MANAGEMENT}stats/`,
      name: 'management.stats',
      summary: 'The numbers of configurations and of executions by result.',
      access: 'viewer',
      reply: statsShape,
      async handle({ request, actor }): Promise<Stats> {
        const reader = readerOf(request, actor);
        const at = now();
        const days = daysUntil(at, timezone);
        const recentFrom = days.slice(-RECENT_DAYS)[0]?.toJSDate() ?? at;
        const [{ average_success_rate, ...configurations }, ended, errors, stores, failing] =
          await Promise.all([
            readConfigurationStatistics(db, at),
            readEndedByDay(
              db,
              days.map((day) => day.toJSDate()),
            ),
            countErrors(db, recentFrom),
            readStoreLags(db),
            readFailingExecutions(db),
          ]);
        return {
          configurations,
          executions: {
            today: together(ended.slice(-1)),
            last_7_days: together(ended.slice(-RECENT_DAYS)),
          },
          average_success_rate,
          series: days.map((day, index) => ({
            date: day.toFormat('yyyy-MM-dd'),
            ...together(ended.slice(index, index + 1)),
            tickets_created: ended[index]?.tickets_created ?? 0,
          })),
          stores: stores.map((store) => withSentence(store, reader)),
          failing: failing.map((one) => withSentence(one, reader)),
          errors: [...errors],
          timezone,
        };
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${MANAGEMENT}health/`,
      name: 'management.health',
      summary: 'The health of the operation.',
      access: 'viewer',
      reply: systemHealthShape,
      async handle() {
        return describeOperation(await readOperation(deps), version);
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${MANAGEMENT}trigger-all/`,
      name: 'management.trigger-all',
      summary: 'Sync every configuration that is neither paused nor disabled, now.',
      access: 'superuser',
      status: 202,
      idempotent: true,
      reply: triggerAllShape,
      async handle({ actor, request }) {
        const { maxRetries } = deps;
        const { made, promoted, skipped } = await inTransaction(db, async (tx) => {
          const requested = await requestAll(tx, { requestedBy: actor.userId, maxRetries, now: now() });
          await notifyOfWork(tx);
          return requested;
        });
        const done = { triggered: made.length, promoted: promoted.length, skipped };
        const executionIds = [...made, ...promoted];
        const language = languageAsked(request);
        return { ...done, execution_ids: executionIds, detail: TEXTS.all[language] };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${MANAGEMENT}cleanup/`,
      name: 'management.cleanup',
      summary: 'Remove old executions now instead of at the end of the week.',
      access: 'superuser',
      status: 202,
      reply: taskShape,
      async handle({ request }) {
        const id = await requestTask(db, {
          name: 'cleanup_old_executions',
          queue: 'maintenance',
          subjectId: null,
          runAfter: now(),
        });
        await notifyOfWork(db);
        return { task_id: id, detail: TEXTS.cleanup[languageAsked(request)] };
      },
    }),
  ];
}

const TEXTS = {
  all: { en: 'Syncs requested.', es: 'Sincronizaciones solicitadas.' },
  cleanup: { en: 'Cleanup requested.', es: 'Limpieza solicitada.' },
} as const;

/** The beginnings of the last days in this zone, with today's as the last one. */
function daysUntil(now: Date, timezone: string): DateTime[] {
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day');
  return Array.from({ length: SERIES_DAYS }, (_, at) => today.minus({ days: SERIES_DAYS - 1 - at }));
}

function together(days: readonly EndedExecutions[]): EndedExecutions {
  const sum = (name: keyof EndedExecutions): number => days.reduce((total, day) => total + day[name], 0);
  return {
    total: sum('total'),
    successful: sum('successful'),
    failed: sum('failed'),
    unverified: sum('unverified'),
  };
}
