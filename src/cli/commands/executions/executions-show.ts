import type { Database } from '../../../backend/database.ts';
import { type ExecutionRow, readExecutionDetail } from '../../../backend/executions/execution-list.ts';
import { listRejectRows } from '../../../backend/executions/execution-log-list.ts';
import { formatDuration } from '../../../kernel/time/duration.ts';
import { NO_COUNTS, type SyncReport } from '../../../vocabulary/sync-report.ts';
import { showReport } from '../../output/show-report.ts';
import { showTime, showZonedTime } from '../../output/show-time.ts';
import { renderTable, showCount } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

export function executionTable(
  rows: readonly ExecutionRow[],
  timezone: string,
  short: (id: string) => string,
): string {
  return renderTable(
    [
      { title: 'id' },
      { title: 'configuration' },
      { title: 'result' },
      { title: 'trigger' },
      { title: 'depth' },
      { title: `asked for (${timezone})` },
      { title: 'took', align: 'right' },
      { title: 'error' },
    ],
    rows.map((row) => [
      short(row.id),
      row.configuration_name,
      resultOf(row),
      row.trigger.replaceAll('_', ' '),
      row.depth ?? row.requested_depth ?? '',
      showTime(row.created_at, timezone),
      row.duration_seconds === null ? '' : formatDuration(row.duration_seconds),
      row.error_code ?? '',
    ]),
  );
}

/** The execution in the form of the API. */
export function executionAsJson({ changed_at_micros: _changedAt, ...row }: ExecutionRow): object {
  const { duration_seconds: seconds } = row;
  return { ...row, duration_formatted: seconds === null ? null : formatDuration(seconds) };
}

export async function showExecution(
  session: Session,
  db: Database,
  row: ExecutionRow,
  json: boolean,
): Promise<void> {
  const detail = await readExecutionDetail(db, row.id);
  const { out } = session.terminal;
  if (json) {
    printJson(out, { ...executionAsJson(row), ...detail });
    return;
  }
  const { timezone } = session.settings;
  for (const [title, text] of headOf(row, detail.attempts, timezone))
    printLine(out, `${title.padEnd(14)}${text}`);
  if (row.status === 'pending' || row.status === 'running') return;
  const rejects = await listRejectRows(db, row.id, null, { limit: row.reject_count, offset: 0 });
  printLine(out);
  const report = {
    executionId: row.id,
    verification: row.verification,
    proofScope: row.proof_scope,
    wholeProvedAt: row.whole_proved_at === null ? null : new Date(row.whole_proved_at),
    oldestPartAt: oldestPartOf(row),
    ...lastReading(row, detail.attempts),
    counts: { ...NO_COUNTS, ...row.counts },
    proof: detail.proof.map(({ group_count: groups, ...one }) =>
      groups === 1
        ? one
        : { ...one, group: `${showCount(groups)} groups that ${one.equal ? 'agree' : 'differ'}` },
    ),
    rejects: rejects.map(({ kind, woo_id, code, message, left_out }) => ({
      kind,
      wooId: woo_id,
      code,
      message,
      leftOut: left_out,
    })),
    leftOut: row.left_out,
    // The log of the execution has them.
    notOfEvent: [],
    unmappedStatuses: detail.unmapped_statuses,
    warnings: detail.warnings,
    timingsMs: { total: (row.duration_seconds ?? 0) * 1000 },
  };
  showReport(session.terminal, report, timezone);
}

/** When the oldest part of the store was compared, if that was before a sweep. */
function oldestPartOf({ depth, started_at, whole_proved_at }: ExecutionRow): Date | null {
  if (depth !== 'sweep' || started_at === null || whole_proved_at === null) return null;
  const provedAt = new Date(whole_proved_at);
  return new Date(started_at).getTime() - provedAt.getTime() > LEAST_AGE_MS ? provedAt : null;
}

const LEAST_AGE_MS = 60_000;

/** What the last attempt itself read, and the attempt whose reading it continued. */
function lastReading(
  row: ExecutionRow,
  attempts: Attempts,
): Pick<SyncReport, 'continuedFrom' | 'ownReading'> {
  const last = attempts.at(-1);
  const from = last?.continued_from ?? null;
  return {
    continuedFrom:
      from === null
        ? null
        : {
            executionId: from.execution,
            isSameExecution: from.execution === row.id,
            attemptNumber: from.attempt,
            phase: from.phase,
            position: from.position,
          },
    ownReading: { orders: last?.orders_read ?? 0, tickets: last?.tickets_read ?? 0 },
  };
}

type Attempts = Awaited<ReturnType<typeof readExecutionDetail>>['attempts'];

function headOf(
  row: ExecutionRow,
  attempts: Attempts,
  timezone: string,
): readonly (readonly [string, string])[] {
  const { error_code, error_message, progress } = row;
  const planned = row.status === 'pending' && row.next_attempt_at !== null;
  return [
    ['execution', row.id],
    ['configuration', `${row.configuration_name} (${row.configuration})`],
    ['result', resultOf(row)],
    ['trigger', [row.trigger.replaceAll('_', ' '), row.triggered_by_name].filter(Boolean).join(', by ')],
    ['depth', row.depth ?? row.requested_depth ?? 'not decided yet'],
    ...(row.orders === null ? [] : [['orders', row.orders.join(', ')] as const]),
    ['asked for', showZonedTime(row.created_at, timezone)],
    ['started', showZonedTime(row.started_at, timezone)],
    ['finished', showZonedTime(row.finished_at, timezone)],
    ...(planned ? [['next attempt', showZonedTime(row.next_attempt_at, timezone)] as const] : []),
    ...(progress === null ? [] : [['progress', progressOf(progress)] as const]),
    ...attempts.map(
      ({ number, outcome, error_code: code, started_at }) =>
        [
          `attempt ${number}`,
          [outcome?.replaceAll('_', ' ') ?? 'runs', code, showTime(started_at, timezone)]
            .filter(Boolean)
            .join(', '),
        ] as const,
    ),
    ...(error_code === null ? [] : [['error', `${error_message ?? ''} (${error_code})`] as const]),
  ];
}

function progressOf(progress: NonNullable<ExecutionRow['progress']>): string {
  const { phase, percent, orders_read, tickets_read } = progress;
  return `${phase}, ${percent} %: ${orders_read} orders, ${tickets_read} tickets`;
}

function resultOf({ status, verification, progress }: ExecutionRow): string {
  if (status === 'running') return progress === null ? 'running' : `running, ${progress.percent} %`;
  if (status === 'pending') return 'waiting';
  return status === 'success' && verification !== null ? verification.replaceAll('_', ' ') : status;
}
