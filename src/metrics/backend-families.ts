import { type BackendFigures, DURATION_BOUNDS_SECONDS } from '../backend/operation/figure-records.ts';
import type { WorkState } from '../backend/operation/statistics-records.ts';
import { periodMs } from '../configurations/schedule-grid.ts';
import { QUEUES } from '../tasks/carriers/queues.ts';
import { MESSAGE_CHANNELS } from '../vocabulary/alerts.ts';
import type { Frequency } from '../vocabulary/configurations.ts';
import { WATCH_STATES } from '../vocabulary/live.ts';
import type { Family, Sample } from './family.ts';

/** The metrics that come from PostgreSQL. They are the same in every process. */
export function backendFamilies(figures: BackendFigures, work: WorkState): readonly Family[] {
  return [
    ...executionFamilies(figures),
    ...configurationFamilies(figures, work),
    ...queueFamilies(figures, work),
    ...alertFamilies(figures, work),
    ...storeFamilies(figures),
  ];
}

function executionFamilies({ outcomes, rows, attempts, rejects }: BackendFigures): readonly Family[] {
  return [
    {
      name: 'taquilla_executions_total',
      help: 'Ended executions by result; successful ones by the result of their proof.',
      type: 'counter',
      samples: OUTCOMES.map((outcome) => {
        const found = outcomes.find((one) => one.outcome === outcome);
        const over = outcome === 'failed' || outcome === 'cancelled';
        return {
          labels: { outcome: over ? outcome : 'success', verification: over ? 'none' : outcome },
          value: found?.executions ?? 0,
        };
      }),
    },
    {
      name: 'taquilla_execution_duration_seconds',
      help: 'From the first attempt of an execution to its end, including the waits between attempts.',
      type: 'histogram',
      samples: outcomes.flatMap(({ outcome, within, timed, durationSeconds }): Sample[] => [
        ...DURATION_BOUNDS_SECONDS.map((bound, at) => ({
          labels: { outcome, le: String(bound) },
          value: within[at] ?? 0,
          suffix: '_bucket' as const,
        })),
        { labels: { outcome, le: '+Inf' }, value: timed, suffix: '_bucket' },
        { labels: { outcome }, value: durationSeconds, suffix: '_sum' },
        { labels: { outcome }, value: timed, suffix: '_count' },
      ]),
    },
    {
      name: 'taquilla_rows_total',
      help: 'Rows in ended executions, by kind and by change.',
      type: 'counter',
      samples: rows.map(({ kind, operation, rows: value }) => ({ labels: { kind, operation }, value })),
    },
    {
      name: 'taquilla_attempts_total',
      help: 'Ended attempts by result.',
      type: 'counter',
      samples: attempts.map(({ outcome, attempts: value }) => ({ labels: { outcome }, value })),
    },
    {
      name: 'taquilla_proof_differences_total',
      help: 'Facts on which the two sides differed, in all proofs so far.',
      type: 'counter',
      samples: [
        { labels: {}, value: outcomes.reduce((sum, { proofDifferences }) => sum + proofDifferences, 0) },
      ],
    },
    {
      name: 'taquilla_rejects_open',
      help: 'Open rejects: rows of stores that could not be read.',
      type: 'gauge',
      samples: rejects.map(({ kind, code, rejects: value }) => ({ labels: { kind, code }, value })),
    },
  ];
}

const OUTCOMES = ['verified', 'verified_with_rejects', 'unverified', 'failed', 'cancelled'] as const;

function configurationFamilies(
  { configurations, statuses }: BackendFigures,
  work: WorkState,
): readonly Family[] {
  const each = (value: (one: (typeof configurations)[number]) => number | null): readonly Sample[] =>
    configurations.flatMap((one) => {
      const known = value(one);
      const labels = { configuration: one.id, product: String(one.wooProductId) };
      return known === null ? [] : [{ labels, value: known }];
    });
  return [
    {
      name: 'taquilla_configuration_lag_seconds',
      help: 'The greatest age of the store’s data in the backend.',
      type: 'gauge',
      samples: each((one) => one.lagSeconds),
    },
    {
      name: 'taquilla_configuration_verified_age_seconds',
      help: 'Time since both sides last agreed; if they never did, since the configuration was created.',
      type: 'gauge',
      samples: each((one) => one.verifiedAgeSeconds),
    },
    {
      name: 'taquilla_configuration_period_seconds',
      help: 'The interval of the configuration; absent for one that is only triggered by hand.',
      type: 'gauge',
      samples: each((one) => {
        const period = periodMs(one.frequency as Frequency);
        return period === null ? null : period / 1000;
      }),
    },
    {
      name: 'taquilla_configuration_proof_differences',
      help: 'Facts on which the two sides differed in the last successful execution.',
      type: 'gauge',
      samples: each((one) => one.proofDifferences),
    },
    {
      name: 'taquilla_configurations',
      help: 'Configurations by status.',
      type: 'gauge',
      samples: STATUSES.map((status) => ({
        labels: { status },
        value: statuses.find((one) => one.status === status)?.configurations ?? 0,
      })),
    },
    {
      name: 'taquilla_configurations_overdue',
      help: 'Configurations that have been due for longer than two ticks of the schedule, without an execution.',
      type: 'gauge',
      samples: [{ labels: {}, value: work.overdue }],
    },
  ];
}

const STATUSES = ['active', 'paused', 'disabled', 'error'] as const;

function queueFamilies({ queues }: BackendFigures, work: WorkState): readonly Family[] {
  const of = (name: string) => queues.find((one) => one.queue === name);
  return [
    {
      name: 'taquilla_queue_depth',
      help: 'Pending and running work by queue: ready to start, later, running.',
      type: 'gauge',
      samples: QUEUES.flatMap((queue) =>
        (['ready', 'later', 'running'] as const).map((state) => ({
          labels: { queue, state },
          value: of(queue)?.[state] ?? 0,
        })),
      ),
    },
    {
      name: 'taquilla_queue_oldest_wait_seconds',
      help: 'How long the oldest work that could start has been waiting.',
      type: 'gauge',
      samples: QUEUES.map((queue) => ({ labels: { queue }, value: of(queue)?.oldestWaitSeconds ?? 0 })),
    },
    {
      name: 'taquilla_executions_silent',
      help: 'Running executions whose worker has been silent for a minute.',
      type: 'gauge',
      samples: [{ labels: {}, value: work.silent }],
    },
  ];
}

function storeFamilies({ storeCosts, watches }: BackendFigures): readonly Family[] {
  const costs = ({ name, help, of }: CostFigure): Family => ({
    name,
    help: `${help}, in the last hour, by set of credentials and purpose.`,
    type: 'gauge',
    samples: storeCosts.map((one) => ({
      labels: { credentials: one.credentialsId, purpose: one.kind },
      value: one[of],
    })),
  });
  return [
    ...COSTS.map((one) => costs(one)),
    {
      name: 'taquilla_live_watches',
      help: 'Stores that a process watches because an event of theirs is live, by state of the watch.',
      type: 'gauge',
      samples: WATCH_STATES.map((state) => ({
        labels: { state },
        value: watches.find((one) => one.state === state)?.watches ?? 0,
      })),
    },
  ];
}

interface CostFigure {
  readonly name: Family['name'];
  readonly help: string;
  readonly of: 'seconds' | 'statements' | 'rows' | 'bytes';
}

const COSTS: readonly CostFigure[] = [
  {
    name: 'taquilla_store_hour_seconds',
    help: 'Time in which stores owed an answer, the network included',
    of: 'seconds',
  },
  { name: 'taquilla_store_hour_statements', help: 'Statements that stores were sent', of: 'statements' },
  { name: 'taquilla_store_hour_rows', help: 'Rows that stores sent', of: 'rows' },
  { name: 'taquilla_store_hour_bytes', help: 'Bytes of the values in rows that stores sent', of: 'bytes' },
];

function alertFamilies({ incidents, messages, waiting }: BackendFigures, work: WorkState): readonly Family[] {
  return [
    {
      name: 'taquilla_incidents_open',
      help: 'Open alerts by kind.',
      type: 'gauge',
      samples: incidents.map(({ kind, incidents: value }) => ({ labels: { kind }, value })),
    },
    {
      name: 'taquilla_stores_unreachable',
      help: 'Unreachable stores.',
      type: 'gauge',
      samples: [{ labels: {}, value: work.stores_unreachable }],
    },
    {
      name: 'taquilla_alert_messages_total',
      help: 'Messages about incidents that were sent, or given up after a week.',
      type: 'counter',
      samples: messages.map(({ channel, event, result, messages: value }) => ({
        labels: { channel, event, result },
        value,
      })),
    },
    {
      name: 'taquilla_alert_messages_waiting',
      help: 'Messages about incidents that wait to be sent.',
      type: 'gauge',
      samples: MESSAGE_CHANNELS.map((channel) => ({
        labels: { channel },
        value: waiting.find((one) => one.channel === channel)?.messages ?? 0,
      })),
    },
  ];
}
