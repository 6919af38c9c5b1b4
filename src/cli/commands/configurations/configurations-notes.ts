import type { Command } from 'commander';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { listNotes, type NoteRow } from '../../../backend/readings/note-records.ts';
import { NOTE_SENTENCES } from '../../../contract/note.ts';
import { NOTE_REASONS } from '../../../vocabulary/note-reasons.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Given {
  readonly name: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** The command lists at most this many: more than a person reads at a terminal. The API has all, in pages. */
const MOST = 10_000;
/** The maximum length of a value in its column. */
const MOST_SHOWN = 40;

export function addConfigurationNotes(group: Command, act: Act): void {
  group
    .command('notes <configuration>')
    .description('Odd values in rows of the store that were read nevertheless.')
    .option('--reason <reason>', `only notes of this reason: ${NOTE_REASONS.join(', ')}`)
    .option('--json', 'print them as JSON')
    .action(named(act<Given>(runNotes)));
}

async function runNotes(session: Session, { name, reason, json }: Given): Promise<number> {
  if (reason !== undefined && !NOTE_REASONS.some((one) => one === reason)) {
    throw invalidOptions(`--reason must be one of ${NOTE_REASONS.join(', ')}.`);
  }
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const id = await requireConfigurationId(backend.db, name);
  const filter = { kind: null, reason: reason ?? null };
  const notes = await listNotes(backend.db, id, filter, { limit: MOST, offset: 0 });
  const { out } = session.terminal;
  if (json === true) printJson(out, notes);
  else if (notes.length === 0) printLine(out, 'Nothing odd was found in the store.');
  else printLine(out, noteTable(notes));
  return 0;
}

function noteTable(notes: readonly NoteRow[]): string {
  return renderTable(
    [{ title: 'row' }, { title: 'where' }, { title: 'value' }, { title: 'what it means' }],
    notes.map(({ kind, woo_id, order_number, field, raw, reason }) => [
      `${kind} ${(kind === 'order' ? order_number : null) ?? woo_id}`,
      field,
      raw === null ? '–' : raw.slice(0, MOST_SHOWN),
      NOTE_SENTENCES[reason],
    ]),
  );
}
