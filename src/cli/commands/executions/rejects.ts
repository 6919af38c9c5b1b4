import type { Command } from 'commander';
import { inTransaction } from '../../../backend/database.ts';
import {
  countListedRejects,
  dismissReject,
  getReject,
  type ListedReject,
  listRejects,
} from '../../../backend/readings/reject-list.ts';
import { dismissNoteInput } from '../../../contract/rejects.ts';
import { leftOutFigures, totalsOfOne } from '../../../kernel/sentences/left-out.ts';
import { replayAllRejects, replayReject } from '../../../tasks/replay-rejects.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface ListGiven {
  readonly configuration?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface NamedGiven {
  readonly name?: string;
  readonly json?: boolean;
}

interface ReplayGiven extends NamedGiven {
  readonly configuration?: string;
}

interface DismissGiven extends NamedGiven {
  readonly note: string;
}

/** More rejects than a person reads at a terminal. The API has all, in pages. */
const MOST = 1000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function addRejects(program: Command, act: Act): void {
  const group = program
    .command('rejects')
    .description('Rows of stores that could not be read: list, show, read again and dismiss them.');
  group
    .command('list')
    .description('Open rejects with what they leave out, newest first.')
    .option('--configuration <name>', 'of this configuration only, by id or name')
    .option('--all', 'dismissed and settled ones as well')
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('show <id>')
    .description('One reject with its reason and the row of the store.')
    .option('--json', 'print it as JSON')
    .action(named(act<NamedGiven>(runShow)));
  group
    .command('replay [id]')
    .description('Read the row of one reject again, or those of all open rejects of a configuration.')
    .option('--configuration <name>', 'all open rejects of this configuration, by id or name')
    .option('--json', 'print it as JSON')
    .action(named(act<ReplayGiven>(runReplay)));
  group
    .command('dismiss <id>')
    .description('Accept that the row is left out until it changes in the store.')
    .requiredOption('--note <text>', 'the reason')
    .option('--json', 'print it as JSON')
    .action(named(act<DismissGiven>(runDismiss)));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const configuration =
      given.configuration === undefined ? null : await requireConfigurationId(db, given.configuration);
    const filter = { configuration, kind: null, state: given.all === true ? 'all' : 'open' } as const;
    const rows = await listRejects(db, filter, MOST, 0);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows);
    else
      printLine(
        out,
        rows.length === 0 ? 'Every row could be read.' : tableOf(rows, session.settings.timezone),
      );
    return 0;
  });
}

async function runShow(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const reject = await getReject(db, idOf(name));
    const { out } = session.terminal;
    if (json === true) {
      printJson(out, reject);
      return 0;
    }
    printLine(out, tableOf([reject], session.settings.timezone));
    printLine(out, `${reject.message} (${reject.code})`);
    if (reject.dismiss_note !== null) printLine(out, `Dismissed: ${reject.dismiss_note}`);
    printLine(out, JSON.stringify(reject.raw, null, 2));
    return 0;
  });
}

async function runReplay(session: Session, { name, configuration, json }: ReplayGiven): Promise<number> {
  if ((name === undefined) === (configuration === undefined)) {
    throw invalidOptions('Give the id of a reject, or --configuration.');
  }
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const deps = { db, now, maxRetries: session.settings.maxRetries };
    const { out } = session.terminal;
    const done = await (configuration === undefined ? replayOne() : replayAll(configuration));
    if (done === null) {
      if (json === true) printJson(out, { execution_id: null, promoted: false });
      else printLine(out, 'Every row could be read.');
      return 0;
    }
    if (json === true) printJson(out, { execution_id: done.executionId, promoted: done.promoted });
    else printLine(out, `Requested the execution ${done.executionId}. A running service carries it out.`);
    return 0;

    async function replayOne() {
      const id = idOf(name);
      const requested = await replayReject(deps, id, null);
      await noteInAudit(db, 'rejects.replay', id);
      return requested;
    }

    async function replayAll(of: string) {
      const id = await requireConfigurationId(db, of);
      const filter = { configuration: id, kind: null, state: 'open' } as const;
      if ((await countListedRejects(db, filter)) === 0) return null;
      const requested = await replayAllRejects(deps, id, null);
      await noteInAudit(db, 'rejects.replay-all', null, { configuration: id });
      return requested;
    }
  });
}

async function runDismiss(session: Session, { name, note, json }: DismissGiven): Promise<number> {
  const reason = dismissNoteInput.safeParse(note);
  if (!reason.success) throw invalidOptions('The note must have 1 to 1000 characters.');
  const id = idOf(name);
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const decision = { by: null, note: reason.data, now: now() };
    await inTransaction(db, async (tx) => await dismissReject(tx, id, decision));
    await noteInAudit(db, 'rejects.dismiss', id);
    const { out } = session.terminal;
    if (json === true) printJson(out, await getReject(db, id));
    else printLine(out, 'Dismissed until the row changes in the store.');
    return 0;
  });
}

function idOf(name: string | undefined): string {
  if (name === undefined || !UUID.test(name)) throw invalidOptions('The reject must be an id.');
  return name;
}

function tableOf(rows: readonly ListedReject[], timezone: string): string {
  return renderTable(
    ['id', 'configuration', 'row', 'order', 'reason', 'left out', 'since', 'state'].map((title) => ({
      title,
    })),
    rows.map((row) => [
      row.id,
      row.configuration_name,
      `${row.kind} ${row.woo_id}`,
      row.order_number ?? (row.woo_order_id === null ? '' : String(row.woo_order_id)),
      row.code,
      leftOutFigures(totalsOfOne(row.left_out), 'en'),
      showZonedTime(row.created_at, timezone),
      row.settled_at !== null ? 'settled' : row.dismissed_at !== null ? 'dismissed' : 'open',
    ]),
  );
}
