import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { findExecutionRow } from '../../../backend/executions/execution-list.ts';
import { type LogLineRow, logLinesAfter } from '../../../backend/executions/execution-log-list.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { requireExecutionId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Backend, Session } from '../../session.ts';

interface Given {
  readonly name: string;
  readonly level?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const LEVELS: readonly LogLineRow['level'][] = ['info', 'warn', 'error'];
const LOOK_AGAIN_MS = 500;

export function addExecutionLog(group: Command, act: Act): void {
  group
    .command('log <execution>')
    .description('The log of an execution, the oldest line first.')
    .option('--level <level>', `only lines of this level: ${LEVELS.join(', ')}`)
    .option('--follow', 'keep printing new lines until it ends')
    .option('--json', 'print the lines as JSON')
    .action(named(act<Given>(runLog)));
}

async function runLog(session: Session, given: Given): Promise<number> {
  const { level, json } = given;
  const follow = given.follow === true;
  if (level !== undefined && !LEVELS.some((one) => one === level)) {
    throw invalidOptions(`--level must be one of ${LEVELS.join(', ')}.`);
  }
  if (follow && json === true) throw invalidOptions('--follow and --json exclude each other.');
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const id = await requireExecutionId(backend.db, given.name);
  const { terminal, settings, stop } = session;
  const kept: LogLineRow[] = [];
  for await (const line of linesOf(backend, id, follow, stop)) {
    if (level !== undefined && line.level !== level) continue;
    if (json === true) kept.push(line);
    else printLine(terminal.out, shownLogLine(line, settings.timezone));
  }
  if (json === true) printJson(terminal.out, kept);
  return 0;
}

async function* linesOf(
  backend: Backend,
  id: string,
  follow: boolean,
  stop: AbortSignal,
): AsyncGenerator<LogLineRow> {
  let after = 0;
  for (;;) {
    // The state is queried before the lines are read, so that no line that was written before the end is
    // missed.
    const isOver = follow ? await isExecutionOver(backend, id) : true;
    const lines = await logLinesAfter(backend.db, new Map([[id, after]]));
    for (const { execution: _, ...line } of lines) yield line;
    after = lines.at(-1)?.id ?? after;
    if (lines.length > 0) continue;
    if (isOver) return;
    await wait(LOOK_AGAIN_MS, undefined, { signal: stop });
  }
}

async function isExecutionOver({ db, clock }: Backend, id: string): Promise<boolean> {
  const status = (await findExecutionRow(db, id, clock.now()))?.status;
  return status !== 'pending' && status !== 'running';
}

function shownLogLine({ created_at, level, message, details }: LogLineRow, timezone: string): string {
  const at = DateTime.fromISO(created_at).setZone(timezone).toFormat('yyyy-LL-dd HH:mm:ss ZZ');
  const more = Object.keys(details).length === 0 ? '' : `  ${JSON.stringify(details)}`;
  return `${at}  ${level.padEnd(5)}  ${message}${more}`;
}
