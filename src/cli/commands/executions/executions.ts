import type { Command } from 'commander';
import { findExecutionRow, listExecutions } from '../../../backend/executions/execution-list.ts';
import { noExecution } from '../../../backend/executions/execution-records.ts';
import { cancel, retryExecution } from '../../../tasks/control.ts';
import { EXECUTION_STATUSES } from '../../../vocabulary/configurations.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId, requireExecutionId, shortIds } from '../../options/named-object.ts';
import { invalidOptions, wholeNumber } from '../../options/options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';
import { addExecutionLog } from './executions-log.ts';
import { executionAsJson, executionTable, showExecution } from './executions-show.ts';

/** The command lists at most this many: more than a person reads at a terminal. The API has all, in pages. */
const MOST = 1000;

interface ListGiven {
  readonly configuration?: string;
  readonly status?: string;
  readonly limit: string;
  readonly json?: boolean;
}

interface NamedGiven {
  readonly name: string;
  readonly json?: boolean;
}

export function addExecutions(program: Command, act: Act): void {
  const group = program
    .command('executions')
    .description('Finished, running and pending executions: list, show, log, cancel, retry.')
    .addHelpText('after', '\nAn execution is named by its id, or by the beginning of its id.');
  group
    .command('list')
    .description('Executions, the newest first.')
    .option('--configuration <name>', 'of this configuration only, by id or name')
    .option('--status <status>', `one of ${EXECUTION_STATUSES.join(', ')}`)
    .option('--limit <number>', `maximum number, 1 to ${MOST}`, '20')
    .option('--json', 'print them as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('show <execution>')
    .description('One execution: its attempts, the rows that it synced, and its proof.')
    .option('--json', 'print it as JSON')
    .action(named(act<NamedGiven>(runShow)));
  addExecutionLog(group, act);
  group
    .command('cancel <execution>')
    .description('Cancel a pending execution; stop a running one at its next page.')
    .option('--json', 'print the result as JSON')
    .action(named(act<NamedGiven>(runCancel)));
  group
    .command('retry <execution>')
    .description('Sync again in place of an execution that has ended. A running service carries it out.')
    .option('--json', 'print the result as JSON')
    .action(named(act<NamedGiven>(runRetry)));
}

function noneListed({ status, configuration }: ListGiven): string {
  const of = configuration === undefined ? '' : ` of "${configuration}"`;
  return `There is no execution${of}${status === undefined ? '' : ` with the status ${status}`} yet.`;
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  const limit = wholeNumber(1, MOST).safeParse(given.limit);
  if (!limit.success) throw invalidOptions(`--limit must be a whole number from 1 to ${MOST}.`);
  const { status } = given;
  if (status !== undefined && !EXECUTION_STATUSES.some((one) => one === status)) {
    throw invalidOptions(`--status must be one of ${EXECUTION_STATUSES.join(', ')}.`);
  }
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const filter = {
      status: status ?? null,
      trigger: null,
      verification: null,
      configurationId:
        given.configuration === undefined ? null : await requireConfigurationId(db, given.configuration),
      since: null,
      search: null,
    };
    const page = { limit: limit.data, offset: 0, now: now() };
    const rows = await listExecutions(db, filter, [{ by: 'created_at', descending: true }], page);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows.map(executionAsJson));
    else if (rows.length === 0) printLine(out, noneListed(given));
    else {
      const short = await shortIds(db, 'sync_executions', rows);
      printLine(out, executionTable(rows, session.settings.timezone, short));
    }
    return 0;
  });
}

async function runShow(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const row = await findExecutionRow(db, await requireExecutionId(db, name), now());
    if (row === null) throw noExecution();
    await showExecution(session, db, row, json === true);
    return 0;
  });
}

async function runCancel(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const id = await requireExecutionId(db, name);
    const stopped = await cancel({ db, now }, id);
    await noteInAudit(db, 'executions.cancel', id);
    const { out } = session.terminal;
    const status = stopped === 'cancelled' ? 'cancelled' : 'stopping';
    const detail = status === 'cancelled' ? 'Cancelled.' : 'It stops at its next page.';
    if (json === true) printJson(out, { status, detail });
    else printLine(out, detail);
    return 0;
  });
}

async function runRetry(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const id = await requireExecutionId(db, name);
    const deps = { db, now, maxRetries: session.settings.maxRetries };
    const { executionId, promoted } = await retryExecution(deps, id, null);
    await noteInAudit(db, 'executions.retry', id);
    const { out } = session.terminal;
    const detail = promoted
      ? `The execution ${executionId} was already pending: now it goes first.`
      : `Requested the execution ${executionId}. A running service carries it out.`;
    if (json === true) {
      printJson(out, { task_id: executionId, execution_id: executionId, promoted, detail });
    } else printLine(out, detail);
    return 0;
  });
}
