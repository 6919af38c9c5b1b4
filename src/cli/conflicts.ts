import type { Command } from 'commander';
import { type ConflictRow, findConflict, listConflicts } from '../backend/lists/conflict-list.ts';
import { type LocalEditRow, listLocalEdits } from '../backend/lists/local-edit-list.ts';
import type { Json } from '../backend/load/column-text.ts';
import { settleConflict } from '../backend/records/conflict-records.ts';
import { requireMigrated } from '../backend/require-migrated.ts';
import { named } from './named-action.ts';
import { requireConfigurationId } from './named-object.ts';
import { invalidOptions } from './options.ts';
import type { Act } from './program.ts';
import type { Session } from './session.ts';
import { renderTable } from './tables.ts';
import { printJson, printLine } from './terminal.ts';

interface ListGiven {
  readonly configuration?: string;
  readonly all?: boolean;
  readonly edits?: boolean;
  readonly json?: boolean;
}

interface SettleGiven {
  readonly name: string;
  readonly keepOurs?: boolean;
  readonly takeTheirs?: boolean;
  readonly json?: boolean;
}

/** More than anybody looks through at a terminal; the API pages. */
const MOST = 1000;

export function addConflicts(program: Command, act: Act): void {
  const group = program
    .command('conflicts')
    .description('What was changed here and in the store: list it, and decide.');
  group
    .command('list')
    .description('What waits for a decision, newest first.')
    .option('--configuration <name>', 'of this configuration only, by id or name')
    .option('--all', 'settled ones as well')
    .option('--edits', 'instead: all that was changed here, in the store or not')
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('settle <id>')
    .description('Decide one of them.')
    .option('--keep-ours', 'what stands here stays, until the store changes anew')
    .option('--take-theirs', 'the store’s value is written; of somebody let in, our check-in is taken back')
    .option('--json', 'print it as JSON')
    .action(named(act<SettleGiven>(runSettle)));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const configuration =
    given.configuration === undefined ? null : await requireConfigurationId(backend.db, given.configuration);
  const { out } = session.terminal;
  if (given.edits === true) {
    const edits = await listLocalEdits(backend.db, { configuration, event: null, table: null }, MOST, 0);
    if (given.json === true) printJson(out, edits);
    else printLine(out, edits.length === 0 ? 'Nothing was changed here.' : editTable(edits));
    return 0;
  }
  const state = given.all === true ? 'all' : 'open';
  const filter = { configuration, execution: null, table: null, kind: null, state } as const;
  const found = await listConflicts(backend.db, filter, MOST, 0);
  if (given.json === true) printJson(out, found);
  else printLine(out, found.length === 0 ? 'Nothing waits for a decision.' : conflictTable(found));
  return 0;
}

async function runSettle(session: Session, given: SettleGiven): Promise<number> {
  if ((given.keepOurs === true) === (given.takeTheirs === true)) {
    throw invalidOptions('Say one of --keep-ours and --take-theirs.');
  }
  if (!UUID.test(given.name)) throw invalidOptions('The conflict must be an id.');
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const as = given.keepOurs === true ? 'ours' : 'theirs';
  await settleConflict(backend.db, given.name, { as, by: null, now: new Date() });
  const { out } = session.terminal;
  if (given.json === true) printJson(out, await findConflict(backend.db, given.name));
  else printLine(out, as === 'ours' ? 'Kept ours.' : 'Took theirs.');
  return 0;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function conflictTable(rows: readonly ConflictRow[]): string {
  return renderTable(
    ['id', 'event', 'what', 'field', 'before', 'ours', 'theirs', 'settled'].map((title) => ({ title })),
    rows.map((row) => [
      row.id,
      row.event_title,
      `${row.table} ${row.label ?? ''}`,
      row.kind === 'admitted' ? 'let in, taken back' : row.field,
      show(row.base),
      show(row.ours),
      show(row.theirs),
      row.settled_as ?? '',
    ]),
  );
}

function editTable(rows: readonly LocalEditRow[]): string {
  return renderTable(
    ['event', 'what', 'field', 'ours', 'theirs', 'conflict'].map((title) => ({ title })),
    rows.map((row) => [
      row.event_title,
      `${row.table} ${row.label ?? ''}`,
      row.field,
      show(row.ours),
      show(row.theirs),
      row.conflict ?? '',
    ]),
  );
}

function show(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
