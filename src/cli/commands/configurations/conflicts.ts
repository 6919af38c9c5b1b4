import type { Command } from 'commander';
import { type ConflictRow, findConflict, listConflicts } from '../../../backend/conflicts/conflict-list.ts';
import { settleConflict } from '../../../backend/conflicts/conflict-records.ts';
import { type LocalEditRow, listLocalEdits } from '../../../backend/conflicts/local-edit-list.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { Json } from '../../../backend/tables/column-text.ts';
import { acknowledgeInput } from '../../../contract/conflict.ts';
import { assertNever } from '../../../kernel/errors.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

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
  readonly acknowledge?: string;
  readonly json?: boolean;
}

const NOTE = acknowledgeInput.shape.note;
/** The command lists at most this many: more than a person reads at a terminal. The API has all, in pages. */
const MOST = 1000;

export function addConflicts(program: Command, act: Act): void {
  const group = program
    .command('conflicts')
    .description('Fields that were changed both here and in the store: list and settle them.');
  group
    .command('list')
    .description('Open conflicts, newest first.')
    .option('--configuration <name>', 'of this configuration only, by id or name')
    .option('--all', 'settled ones as well')
    .option(
      '--edits',
      'instead: all fields that were changed here, whether or not the store changed them too',
    )
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('settle <id>')
    .description('Decide one of them.')
    .option('--keep-ours', 'keep the value here until the store changes it again')
    .option('--take-theirs', 'take the store’s value, or undo a check-in that was made here')
    .option('--acknowledge <note>', 'close a case of an admitted ticket, with a note about what happened')
    .option('--json', 'print it as JSON')
    .action(named(act<SettleGiven>(runSettle)));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const configuration =
    given.configuration === undefined ? null : await requireConfigurationId(backend.db, given.configuration);
  const { out } = session.terminal;
  const { timezone } = session.settings;
  if (given.edits === true) {
    const edits = await listLocalEdits(backend.db, { configuration, event: null, table: null }, MOST, 0);
    if (given.json === true) printJson(out, edits);
    else printLine(out, edits.length === 0 ? 'Nothing was changed here.' : editTable(edits, timezone));
    return 0;
  }
  const state = given.all === true ? 'all' : 'open';
  const filter = {
    configuration,
    execution: null,
    table: null,
    kind: null,
    state,
    row: null,
    order: null,
  } as const;
  const found = await listConflicts(backend.db, filter, MOST, 0);
  if (given.json === true) printJson(out, found);
  else printLine(out, found.length === 0 ? 'There is nothing to decide.' : conflictTable(found, timezone));
  return 0;
}

async function runSettle(session: Session, given: SettleGiven): Promise<number> {
  const settlement = settlementOf(given);
  if (!UUID.test(given.name)) throw invalidOptions('The conflict must be an id.');
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  await settleConflict(backend.db, given.name, { ...settlement, by: null, now: backend.clock.now() });
  // The note is stored in the conflict, where an erasure removes it.
  await noteInAudit(backend.db, `conflicts.${ACTIONS[settlement.as]}`, given.name);
  const { out } = session.terminal;
  const settled = await findConflict(backend.db, given.name);
  if (given.json === true) printJson(out, settled);
  else if (settled?.kind === 'admitted' && settlement.as === 'ours') printLine(out, 'Closed without a note.');
  else printLine(out, DONE[settlement.as]);
  return 0;
}

const ACTIONS = { ours: 'keep-ours', theirs: 'take-theirs', acknowledged: 'acknowledge' } as const;
const DONE = { ours: 'Kept ours.', theirs: 'Took theirs.', acknowledged: 'Acknowledged.' } as const;

function settlementOf({ keepOurs, takeTheirs, acknowledge }: SettleGiven) {
  const given = [keepOurs === true, takeTheirs === true, acknowledge !== undefined].filter(Boolean).length;
  if (given !== 1) throw invalidOptions('Give one of --keep-ours, --take-theirs and --acknowledge.');
  if (acknowledge === undefined) return { as: keepOurs === true ? 'ours' : 'theirs' } as const;
  const note = NOTE.safeParse(acknowledge);
  if (!note.success) throw invalidOptions(`The note must have 1 to ${NOTE.maxLength} characters.`);
  return { as: 'acknowledged', note: note.data } as const;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function conflictTable(rows: readonly ConflictRow[], timezone: string): string {
  const show = showIn(timezone);
  return renderTable(
    ['id', 'event', 'what', 'order', 'person', 'field', 'before', 'ours', 'theirs', 'settled'].map(
      (title) => ({
        title,
      }),
    ),
    rows.map((row) => [
      row.id,
      row.event_title,
      placeOf(row),
      row.order_number ?? '',
      [row.first_name, row.last_name].filter((name) => name !== null).join(' '),
      ...(row.entry === null
        ? [row.field, show(row.base), show(row.ours), show(row.theirs)]
        : [
            happened(row.entry, row.theirs),
            '',
            enteredText(row.entry, timezone),
            revokedText(row.entry, timezone),
          ]),
      row.settled_as ?? '',
    ]),
  );
}

/** An event is named in a column of its own. */
function placeOf({ table, label }: Pick<ConflictRow, 'table' | 'label'>): string {
  switch (table) {
    case 'events':
      return 'event';
    case 'ticket_tiers':
      return `tier ${label ?? ''}`;
    case 'tickets':
      return `ticket ${label ?? 'without a number'}`;
    default:
      return assertNever(table);
  }
}

type Entry = NonNullable<ConflictRow['entry']>;

function happened({ sequence }: Entry, status: Json): string {
  switch (sequence) {
    case 'before_entry':
      return `${said(status)} before entry`;
    case 'after_entry':
      return `${said(status)} after entry`;
    case 'same_time':
      return `${said(status)} at the time of entry`;
    case 'unknown':
      return `${said(status)} and admitted, order unknown`;
    default:
      return assertNever(sequence);
  }
}

function enteredText({ entered_at, entered_through, entered_by_name }: Entry, timezone: string): string {
  const gate = entered_through === 'local' ? (entered_by_name ?? 'local gate') : 'gate of the store';
  return `${entered_at === null ? 'time unknown' : showZonedTime(entered_at, timezone)}, ${gate}`;
}

function revokedText({ revoked_at, revoked_at_exact }: Entry, timezone: string): string {
  if (revoked_at === null) return 'time unknown';
  const at = showZonedTime(revoked_at, timezone);
  return revoked_at_exact === true ? at : `${at} at the latest`;
}

function editTable(rows: readonly LocalEditRow[], timezone: string): string {
  const show = showIn(timezone);
  return renderTable(
    ['event', 'what', 'field', 'ours', 'theirs', 'conflict'].map((title) => ({ title })),
    rows.map((row) => [
      row.event_title,
      placeOf(row),
      row.field,
      show(row.ours),
      show(row.theirs),
      row.conflict ?? '',
    ]),
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)$/;

function showIn(timezone: string): (value: Json) => string {
  return (value) =>
    typeof value === 'string' && INSTANT.test(value) ? showZonedTime(value, timezone) : said(value);
}

function said(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
